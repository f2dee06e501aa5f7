#include "report/identity.hpp"

#include "report/text_table.hpp"

namespace shoal::report {
namespace {

std::string tenths(estate::Weight weight) {
  const estate::Weight size = weight < 0 ? -weight : weight;
  return std::string(weight < 0 ? "-" : "+") + std::to_string(size / 10) + "." + std::to_string(size % 10);
}

std::string numbers(const std::vector<estate::TrailId>& trails) {
  std::string text = trails.size() == 1 ? "trail" : "trails";
  for (const estate::TrailId trail : trails) text += " " + std::to_string(trail);
  return text;
}

std::string days(Day first, Day last) {
  return first == last ? to_string(first) : to_string(first) + " to " + to_string(last);
}

std::string reason_of(const estate::Told& told) {
  const std::string kind(spelled(told.kind));
  switch (told.reason) {
    case estate::Reason::agrees:
      return "the same " + kind + " " + told.one +
             (told.machines > 1 ? ", which " + std::to_string(told.machines) + " machines have" : "");
    case estate::Reason::further:
      return "the same " + kind + " " + told.one + " besides";
    case estate::Reason::differs:
      return "another " + kind + ": " + told.one + ", " + told.other;
    case estate::Reason::differs_later:
      return "another " + kind + " later on: " + told.one + ", " + told.other;
    case estate::Reason::slip:
      return kind + "s that differ as by a slip of the pen: " + told.one + ", " + told.other;
    case estate::Reason::rival:
      return "one source knows both at the same time";
    case estate::Reason::beside:
      return "their files stood side by side";
    case estate::Reason::excluded:
      return kind + " " + told.one + " tells no machine" + (told.note.empty() ? "" : ": " + told.note);
    case estate::Reason::common:
      return kind + " " + told.one + " is on too many machines: " + std::to_string(told.machines);
    case estate::Reason::person:
      break;
  }
  return "a person decided it";
}

}  // namespace

std::string spelled(const IdentityStory& story) {
  std::string text =
      "device #" + std::to_string(story.device) + ", by its trails: what each source says of it over time\n";
  for (const estate::Trail& trail : story.trails) {
    text += "\ntrail " + std::to_string(trail.id) + ", " + trail.source + ", " + days(trail.first, trail.last) + "\n";
    TextTable table({{"", TextTable::Align::left}, {"", TextTable::Align::left}, {"", TextTable::Align::left}});
    for (const estate::Held& held : trail.held)
      table.add({std::string(spelled(held.identifier.kind)), held.identifier.value, days(held.first, held.last)});
    const std::string lines = table.text();
    text += lines.substr(lines.find('\n') + 1);
  }
  for (const estate::Link& link : story.links) {
    text += "\n" + numbers(link.one) + " and " + numbers(link.other) + ": " + tenths(link.sum) + " bits, " +
            tenths(link.threshold) + " are needed\n";
    for (const estate::Told& told : link.why) text += "  " + tenths(told.weight) + "  " + reason_of(told) + "\n";
  }
  for (const std::string& decision : story.decisions) text += "\ndecided: " + decision + "\n";
  return text;
}

}  // namespace shoal::report
