#include "report/outbreak_brief.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/figures.hpp"
#include "report/outbreak_words.hpp"

namespace shoal::report {
namespace {

constexpr std::size_t brief_width = 78;

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

/// `text` broken between words; lines after the first are indented as far as `begin`, which the first begins with.
std::string broken(std::string_view begin, std::string_view text) {
  const std::string indent(begin.size(), ' ');
  std::string made(begin);
  std::size_t used = begin.size();
  bool is_first = true;
  for (const std::string_view word : split(text, ' ')) {
    const std::size_t wide = characters_in(word);
    if (!is_first && used + 1 + wide > brief_width) {
      made += "\n" + indent;
      used = indent.size();
      is_first = true;
    }
    made += (is_first ? "" : " ") + std::string(word);
    used += wide + (is_first ? 0 : 1);
    is_first = false;
  }
  return made + "\n";
}

}  // namespace

void write_outbreak_brief(const OutbreakAnswer& answer, std::ostream& out) {
  out << broken("", "What " + printable(worm_name(answer)) + " would do to " +
                        counted(devices_of(answer), "device", "devices"))
      << "\n"
      << broken("", model_not_prediction) << "\n";
  for (const BriefLine& line : brief_lines(answer)) out << broken("- ", printable(line.figure + line.rest)) << "\n";
  out << broken("", counted(answer.ensemble.losses.size(), "outbreak", "outbreaks") + " simulated, seed " +
                        std::to_string(answer.ensemble.seed) + ", scenario " + printable(answer.scenario) + "." +
                        (answer.was_stopped ? " Stopped early: fewer than were asked for." : ""));
}

}  // namespace shoal::report
