#include <cli/main_command.hpp>

int main(int argc, char** argv) {
  return sluice::cli::main_command(argc, argv);
}
