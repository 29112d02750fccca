#include <algorithm>
#include <array>

#include <kit/cel/parser.hpp>
#include <kit/cel/utf8.hpp>

namespace sluice::cel {
namespace {

constexpr std::array<std::string_view, 17> reserved = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};

constexpr std::array<std::string_view, 6> comparisons = {"==", "!=", "<", "<=", ">", ">="};

class Parser {
 public:
  Parser(std::string_view text, Pool& pool, Nodes& nodes, Fault& fault)
      : lexer_(text, pool), nodes_(nodes), fault_(fault) {}

  Node* parse() {
    if (!advance()) return nullptr;
    if (token_.kind == TokenKind::end) return fail(token_.at, "there is nothing to evaluate");
    Node* const root = expression();
    if (root == nullptr) return nullptr;
    if (token_.is_name("and") || token_.is_name("or")) {
      const std::string word(token_.text);
      return fail(token_.at,
                  "\"" + word + "\" is written \"" + (word == "or" ? "||" : "&&") + "\"");
    }
    if (token_.kind != TokenKind::end) return unexpected("an operator or the end");
    return root;
  }

 private:
  // --- tokens and failures: null is what a caller returns ---
  bool advance() { return lexer_.next(token_, fault_); }
  Node* fail(size_t at, std::string message) {
    fault_ = {at, std::move(message)};
    return nullptr;
  }
  Node* unexpected(std::string_view wanted) {
    const std::string found = token_.kind == TokenKind::end
                                  ? "the end"
                                  : "\"" + std::string(shortened(token_.text, 40)) + "\"";
    return fail(token_.at, "expected " + std::string(wanted) + ", found " + found);
  }
  // Takes the mark when it is next; false: it is not, or the token behind it cannot be read.
  bool expect(std::string_view mark) {
    if (token_.is(mark)) return advance();
    unexpected("\"" + std::string(mark) + "\"");
    return false;
  }

  // --- nodes ---
  Node* make(Form form, size_t at, std::string_view name = {}) {
    Node& node = nodes_.emplace_back();
    node.form = form;
    node.at = static_cast<uint32_t>(at);
    node.name = name;
    return &node;
  }
  // False: the tree became too deep, or the argument is none.
  bool add(Node& node, Node* arg) {
    if (arg == nullptr) return false;
    node.args.push_back(arg);
    node.depth = std::max(node.depth, arg->depth + 1);
    if (node.depth <= max_depth) return true;
    fail(node.at, "the expression is more than 200 levels deep");
    return false;
  }
  Node* literal(const Value& value) {
    Node* const node = make(Form::literal, token_.at);
    node->value = value;
    return advance() ? node : nullptr;
  }
  Node* operation(std::string_view name, size_t at, Node* left, Node* right) {
    Node* const node = make(Form::call, at, name);
    return add(*node, left) && add(*node, right) ? node : nullptr;
  }

  // --- the grammar, from the loosest operator to the tightest ---
  Node* expression() {
    if (++nesting_ > max_depth) return fail(token_.at, "the expression is nested too deeply");
    Node* const condition = chain(Form::either);
    Node* result = condition;
    if (condition != nullptr && token_.is("?")) {
      const size_t mark = token_.at;
      Node* const node = make(Form::conditional, mark);
      const bool is_read = add(*node, condition) && advance();
      const bool has_dot = is_read && token_.is(".") && token_.at == mark + 1;
      const bool is_first = is_read && add(*node, chain(Form::either));
      if (is_first && has_dot && !token_.is(":")) {
        return fail(mark, "\"?.\" is written \".\"; what is selected from null is null");
      }
      const bool is_whole = is_first && expect(":") && add(*node, expression());
      result = is_whole ? node : nullptr;
    }
    --nesting_;
    return result;
  }

  // a || b || c and a && b && c: one node for all of them.
  Node* chain(Form form) {
    const bool is_either = form == Form::either;
    const std::string_view mark = is_either ? "||" : "&&";
    Node* const first = is_either ? chain(Form::both) : relation();
    if (first == nullptr || !token_.is(mark)) return first;
    Node* const node = make(form, token_.at, mark);
    if (!add(*node, first)) return nullptr;
    while (token_.is(mark)) {
      if (!advance() || !add(*node, is_either ? chain(Form::both) : relation())) return nullptr;
    }
    return node;
  }

  Node* relation() {
    Node* left = sum();
    while (left != nullptr) {
      const bool is_comparison =
          token_.kind == TokenKind::mark &&
          std::find(comparisons.begin(), comparisons.end(), token_.text) != comparisons.end();
      if (!is_comparison && !token_.is_name("in")) return left;
      const Token mark = token_;
      if (!advance()) return nullptr;
      left = operation(mark.text, mark.at, left, sum());
    }
    return nullptr;
  }

  Node* sum() {
    Node* left = product();
    while (left != nullptr && (token_.is("+") || token_.is("-"))) {
      const Token mark = token_;
      if (!advance()) return nullptr;
      left = operation(mark.text, mark.at, left, product());
    }
    return left;
  }

  Node* product() {
    Node* left = unary();
    while (left != nullptr && (token_.is("*") || token_.is("/") || token_.is("%"))) {
      const Token mark = token_;
      if (!advance()) return nullptr;
      left = operation(mark.text, mark.at, left, unary());
    }
    return left;
  }

  Node* unary() {
    if (!token_.is("!") && !token_.is("-")) return member();
    if (++nesting_ > max_depth) return fail(token_.at, "the expression is nested too deeply");
    const Token mark = token_;
    Node* result = nullptr;
    if (advance()) {
      const bool is_number = mark.text == "-" && (token_.kind == TokenKind::integer ||
                                                  token_.kind == TokenKind::number);
      if (is_number) {
        result = members_of(number(true));
      } else {
        Node* const node = make(Form::call, mark.at, mark.text);
        result = add(*node, unary()) ? node : nullptr;
      }
    }
    --nesting_;
    return result;
  }

  Node* member() { return members_of(primary()); }

  Node* members_of(Node* base) {
    while (base != nullptr && (token_.is(".") || token_.is("["))) {
      base = token_.is(".") ? selection(base) : subscript(base);
    }
    return base;
  }

  Node* selection(Node* base) {
    if (!advance()) return nullptr;
    const bool is_optional = token_.is("?");
    if (is_optional && !advance()) return nullptr;
    const Token name = token_;
    if (name.kind != TokenKind::name && name.kind != TokenKind::quoted_name) {
      return unexpected("a field name");
    }
    const bool is_word =
        name.is_name("true") || name.is_name("false") || name.is_name("null") || name.is_name("in");
    if (is_word) return unexpected("a field name (these words are written in backquotes)");
    if (!advance()) return nullptr;
    if (token_.is("(") && !is_optional && name.kind == TokenKind::name) {
      return call(name, base);
    }
    Node* const node = make(Form::select, name.at, name.text);
    node->is_optional = is_optional;
    node->is_quoted = name.kind == TokenKind::quoted_name;
    return add(*node, base) ? node : nullptr;
  }

  Node* subscript(Node* base) {
    Node* const node = make(Form::index, token_.at);
    if (!add(*node, base) || !advance()) return nullptr;
    node->is_optional = token_.is("?");
    if (node->is_optional && !advance()) return nullptr;
    return add(*node, expression()) && expect("]") ? node : nullptr;
  }

  // name(...) or base.name(...)
  Node* call(const Token& name, Node* base) {
    Node* const node = make(Form::call, name.at, name.text);
    node->is_method = base != nullptr;
    if (base != nullptr && !add(*node, base)) return nullptr;
    if (!advance()) return nullptr;
    while (!token_.is(")")) {
      if (!add(*node, expression())) return nullptr;
      if (token_.is(")")) break;
      if (!expect(",")) return nullptr;
      if (token_.is(")")) return unexpected("an argument");
    }
    return advance() ? macro(node) : nullptr;
  }

  static bool is_macro(const Node& node) {
    const size_t args = node.args.size();
    const std::string_view name = node.name;
    if (!node.is_method) return false;
    if (name == "map") return args == 3 || args == 4;
    return args == 3 &&
           (name == "all" || name == "exists" || name == "exists_one" || name == "existsOne" ||
            name == "filter" || name == "optMap" || name == "optFlatMap");
  }

  // A call that is a macro: its first argument names a variable.
  Node* macro(Node* node) {
    if (node->name == "has" && !node->is_method) {
      if (node->args.size() != 1) return fail(node->at, "has() takes one field, such as has(a.b)");
      node->form = Form::has;
      return node;
    }
    if (!is_macro(*node)) return node;
    const Node& variable = *node->args[1];
    if (variable.form != Form::name) {
      return fail(variable.at, std::string(node->name) +
                                   "() takes the name of a variable first, such as " +
                                   std::string(node->name) + "(x, ...)");
    }
    node->form = Form::macro;
    node->variable = variable.name;
    node->args.erase(node->args.begin() + 1);
    return node;
  }

  Node* primary() {
    switch (token_.kind) {
      case TokenKind::integer:
      case TokenKind::uinteger:
      case TokenKind::number:
        return number(false);
      case TokenKind::text:
        return literal(Value::text(token_.decoded));
      case TokenKind::bytes:
        return literal(Value::of_bytes(Kind::bytes, token_.decoded));
      case TokenKind::name:
      case TokenKind::quoted_name:
        return name();
      case TokenKind::mark:
        break;
      case TokenKind::end:
        return unexpected("a value");
    }
    if (token_.is(".")) {  // a name of the outermost scope, which is the only one
      if (!advance()) return nullptr;
      Node* const global = token_.kind == TokenKind::name ? name() : unexpected("a name");
      if (global != nullptr) global->is_quoted = true;
      return global;
    }
    if (token_.is("[")) return list();
    if (token_.is("{")) return map();
    if (!token_.is("(")) return unexpected("a value");
    if (!advance()) return nullptr;
    Node* const inner = expression();
    return inner != nullptr && expect(")") ? inner : nullptr;
  }

  Node* name() {
    const Token name = token_;
    if (name.is_name("true") || name.is_name("false"))
      return literal(Value::of(name.text[0] == 't'));
    if (name.is_name("null")) return literal(Value::null());
    if (name.is_name("in")) return unexpected("a value");
    if (name.kind == TokenKind::name &&
        std::find(reserved.begin(), reserved.end(), name.text) != reserved.end()) {
      const std::string word(name.text);
      return fail(
          name.at,
          "\"" + word + "\" is a reserved word; a field of that name is written `" + word + "`");
    }
    if (!advance()) return nullptr;
    if (token_.is("(") && name.kind == TokenKind::name) return call(name, nullptr);
    if (token_.is("{")) {
      return fail(token_.at, "messages cannot be made; a map is written {'key': value}");
    }
    Node* const node = make(Form::name, name.at, name.text);
    node->is_quoted = name.kind == TokenKind::quoted_name;
    return node;
  }

  Node* number(bool is_negative) {
    if (token_.kind == TokenKind::uinteger) return literal(Value::of_unsigned(token_.uinteger));
    if (token_.kind == TokenKind::number) {
      return literal(Value::of(is_negative ? -token_.number : token_.number));
    }
    constexpr uint64_t most = static_cast<uint64_t>(INT64_MAX);
    if (token_.uinteger > most + (is_negative ? 1 : 0)) {
      return fail(token_.at,
                  "the number " + std::string(token_.text) +
                      " does not fit into an int; a uint is written with a \"u\" behind");
    }
    const uint64_t bits = is_negative ? 0 - token_.uinteger : token_.uinteger;
    return literal(Value::of(static_cast<int64_t>(bits)));
  }

  Node* list() {
    Node* const node = make(Form::list, token_.at);
    if (!advance()) return nullptr;
    while (!token_.is("]")) {
      node->optional.push_back(token_.is("?"));
      if (token_.is("?") && !advance()) return nullptr;
      if (!add(*node, expression())) return nullptr;
      if (token_.is("]")) break;
      if (!token_.is(",")) return unexpected("\",\" or \"]\"");
      if (!advance()) return nullptr;
    }
    return advance() ? node : nullptr;
  }

  Node* map() {
    Node* const node = make(Form::map, token_.at);
    if (!advance()) return nullptr;
    while (!token_.is("}")) {
      node->optional.push_back(token_.is("?"));
      if (token_.is("?") && !advance()) return nullptr;
      if (!add(*node, expression()) || !expect(":") || !add(*node, expression())) return nullptr;
      if (token_.is("}")) break;
      if (!token_.is(",")) return unexpected("\",\" or \"}\"");
      if (!advance()) return nullptr;
    }
    return advance() ? node : nullptr;
  }

  Lexer lexer_;
  Nodes& nodes_;
  Fault& fault_;
  Token token_;
  uint32_t nesting_ = 0;
};

}  // namespace

Node* parse(std::string_view text, Pool& pool, Nodes& nodes, Fault& fault) {
  if (text.size() > max_expression_bytes) {
    fault = {0, "the expression has more than 32768 bytes"};
    return nullptr;
  }
  return Parser(text, pool, nodes, fault).parse();
}

}  // namespace sluice::cel
