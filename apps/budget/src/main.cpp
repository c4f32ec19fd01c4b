#include "cli/run.hpp"

int main(int argc, char** argv) { return budget::cli::run({argv + (argc > 0 ? 1 : 0), argv + argc}); }
