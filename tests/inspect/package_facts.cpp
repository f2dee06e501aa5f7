// Prints the facts of the packages, cabinets, scripts and INF files on the command line, each behind its path: what
// tests/inspect/msitools.py compares with another program's reading.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "inspect/cab.hpp"
#include "inspect/format.hpp"
#include "inspect/inf.hpp"
#include "inspect/msi.hpp"
#include "inspect/script.hpp"

namespace {

using namespace shoal::inspect;

std::string facts_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream read;
  read << file.rdbuf();
  const std::string bytes = read.str(), name = path.filename().string();
  Work work(file_steps_max);
  shoal::readiness::FactSheet sheet;
  add_format(bytes, name, sheet);
  const std::string format(sheet[0].name);
  const Span span(bytes);
  if (format == "msi" || format == "msp") read_msi(span, work, sheet);
  if (format == "cab") read_cab(span, work, sheet);
  if (format == "szdd" || format == "kwaj") read_compressed(span, name, work, sheet);
  if (format == "zip") read_zip(span, work, sheet);
  if (format == "script") read_script(bytes, name, {}, work, sheet);
  if (format == "inf") read_inf(bytes, work, sheet);
  return to_lines(sheet);
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 1; i < count; i++) std::cout << "file " << arguments[i] << '\n' << facts_of_file(arguments[i]);
  return count > 1 ? 0 : 1;
}
