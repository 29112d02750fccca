#include <algorithm>
#include <array>

#include <kit/cel/functions.hpp>
#include <kit/cel/names.hpp>

namespace sluice::cel {
namespace {

struct Macro {
  std::string_view name;
  std::string_view shape;
};
constexpr std::array<Macro, 9> macros = {{
    {"all", "list.all(x, condition)"},
    {"exists", "list.exists(x, condition)"},
    {"exists_one", "list.exists_one(x, condition)"},
    {"existsOne", "list.existsOne(x, condition)"},
    {"filter", "list.filter(x, condition)"},
    {"map", "list.map(x, value) or list.map(x, condition, value)"},
    {"optMap", "optional.optMap(x, value)"},
    {"optFlatMap", "optional.optFlatMap(x, optional)"},
    {"has", "has(field)"},
}};

// Edits of one character, a swap of two neighbours being one.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> rows(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      const size_t changed = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[a.size()][b.size()];
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

/// What other languages call it, such as Elasticsearch's Painless.
struct Habit {
  std::string_view name;
  std::string_view instead;
};
constexpr Habit habits[] = {
    {"equals", "a == b"},
    {"equalsIgnoreCase", "a.lowerAscii() == 'b'"},
    {"toLowerCase", "a.lowerAscii()"},
    {"toLower", "a.lowerAscii()"},
    {"lower", "a.lowerAscii()"},
    {"toUpperCase", "a.upperAscii()"},
    {"toUpper", "a.upperAscii()"},
    {"upper", "a.upperAscii()"},
    {"length", "size(a)"},
    {"len", "size(a)"},
    {"isEmpty", "size(a) == 0"},
    {"containsKey", "has(a.b)"},
    {"toString", "string(a)"},
    {"parseInt", "int(a)"},
};

std::string_view nearest(std::string_view wanted) {
  if (wanted.size() > 40) return {};
  std::string_view best;
  size_t best_distance = std::max<size_t>(1, wanted.size() / 3) + 1;
  const auto consider = [&](std::string_view name) {
    const size_t edits = distance(lower(wanted), lower(name));
    if (edits >= best_distance) return;
    best = name;
    best_distance = edits;
  };
  for (const Overload& row : all_overloads()) consider(row.name);
  for (const Macro& macro : macros) consider(macro.name);
  return best;
}

std::string count_of(size_t arguments) {
  return std::to_string(arguments) + (arguments == 1 ? " argument" : " arguments");
}

bool is_identifier(std::string_view name) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_part);
}

}  // namespace

Kind type_named(std::string_view name) {
  for (const Kind kind : {Kind::null, Kind::boolean, Kind::integer, Kind::uinteger, Kind::number,
                          Kind::text, Kind::bytes, Kind::list, Kind::map, Kind::type,
                          Kind::timestamp, Kind::duration, Kind::optional}) {
    if (to_string(kind) == name) return kind;
  }
  return Kind::dynamic;
}

void append_key(Node& field, std::string_view key) {
  ++field.path_steps;
  if (is_identifier(key)) {
    if (!field.path.empty()) field.path += '.';
    field.path += key;
    return;
  }
  field.path += "[\"";
  for (const char c : key) {
    if (c == '"' || c == '\\') field.path += '\\';
    field.path += c;
  }
  field.path += "\"]";
}

void append_index(Node& field, int64_t index) {
  ++field.path_steps;
  field.path += '[';
  field.path += std::to_string(index);
  field.path += ']';
}

std::string call_fault(const Node& call, std::string_view name) {
  const size_t arguments = call.args.size();
  if (!find_overloads(name, call.is_method, arguments).empty()) return {};
  const std::string quoted = "\"" + std::string(name) + "\"";
  for (const Macro& macro : macros) {
    if (macro.name == name) return quoted + " is written " + std::string(macro.shape);
  }
  size_t least = SIZE_MAX;
  size_t most = 0;
  bool is_other_style = false;
  for (const Overload& row : all_overloads()) {
    if (row.name != name) continue;
    if (row.is_method != call.is_method) {
      is_other_style = true;
      continue;
    }
    const size_t written = row.arity - (row.is_method ? 1u : 0u);
    least = std::min(least, written);
    most = std::max(most, written);
  }
  if (most > 0 || least == 0) {
    std::string takes =
        least == most ? count_of(least) : std::to_string(least) + " to " + count_of(most);
    return quoted + " takes " + takes + ", not " +
           std::to_string(arguments - (call.is_method ? 1 : 0));
  }
  if (is_other_style) {
    return quoted + (call.is_method ? " is not called on a value: " + std::string(name) + "(x)"
                                    : " is called on a value: x." + std::string(name) + "(...)");
  }
  for (const Habit& habit : habits) {
    if (habit.name == name) {
      return "there is no function " + quoted + "; write " + std::string(habit.instead);
    }
  }
  const std::string_view offered = nearest(name);
  return "there is no function " + quoted +
         (offered.empty() ? "" : "; did you mean \"" + std::string(offered) + "\"?");
}

}  // namespace sluice::cel
