// Judges conditions that are read from standard input, a line each: tests/readiness/msi_conditions.py writes them, and
// knows what should come out. The properties are the same as there.
#include <iostream>
#include <string>

#include "readiness/msi_condition.hpp"

int main() {
  shoal::readiness::MsiProperties properties;
  properties.set("A", {"1"});
  properties.set("B", {"501"});
  properties.set("C", {"Windows"});
  properties.set("D", {"0"});
  properties.set("E", {"", "2"});
  properties.set("F", {"-3", "70000"});
  properties.set_unknown("G");
  for (std::string line; std::getline(std::cin, line);) {
    const auto condition = shoal::readiness::MsiCondition::parse(line);
    if (!condition) {
      std::cout << "bad\n";
      continue;
    }
    const auto judgement = condition->judge(properties);
    std::cout << spelled(judgement.truth);
    for (const std::string& name : judgement.depends_on) std::cout << ' ' << name;
    std::cout << '\n';
  }
}
