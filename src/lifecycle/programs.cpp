#include "lifecycle/programs.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::lifecycle {
namespace {

// Bytes of letters outside ASCII belong to words as they are.
bool is_in_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Marks of ownership and blanks outside ASCII, which vendors set and leave out as they like.
constexpr std::string_view marks[] = {"(tm)",     "(r)",          "(c)",          "\xC2\xAE",    "\xC2\xA9",
                                      "\xC2\xA0", "\xE2\x84\xA2", "\xE2\x80\x93", "\xE2\x80\x94"};

// How many bytes at the beginning of `text` are such a mark.
std::size_t mark_bytes(std::string_view text) {
  if (text.front() != '(' && static_cast<unsigned char>(text.front()) < 0x80) return 0;
  for (const std::string_view mark : marks)
    if (text.size() >= mark.size() && equal_ignoring_case(text.substr(0, mark.size()), mark)) return mark.size();
  return 0;
}

// Ends the word that began at `began`, if there is one: dots around it go, and a blank comes.
void end_word(std::string& spelled, std::size_t& began) {
  while (spelled.size() > began && spelled.back() == '.') spelled.pop_back();
  if (spelled.size() == began) return;
  if (spelled[began] == '.') spelled.erase(began, spelled.find_first_not_of('.', began) - began);
  spelled += ' ';
  began = spelled.size();
}

// Whether `text` (folded) has a word of `stem` and then digits alone.
bool has_numbered(std::string_view text, std::string_view stem) {
  for (auto at = text.find(stem); at != text.npos; at = text.find(stem, at + 1)) {
    auto end = at + stem.size();
    while (end < text.size() && is_digit(text[end])) end++;
    if (at > 0 && text[at - 1] == ' ' && end > at + stem.size() && text[end] == ' ') return true;
  }
  return false;
}

// Whether `words` (folded, without the blanks around) stand in `text` (folded).
bool stands_in(std::string_view text, std::string_view words) {
  if (words.ends_with('#')) return has_numbered(text, words.substr(0, words.size() - 1));
  for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1))
    if (at > 0 && text[at - 1] == ' ' && at + words.size() < text.size() && text[at + words.size()] == ' ') return true;
  return false;
}

struct Reported {
  std::string name, publisher;  // Folded.
  std::string_view version;
};

bool fits(const NamePattern& pattern, const Reported& reported) {
  const auto in_name = [&](const std::string& words) { return stands_in(reported.name, words); };
  const auto in_publisher = [&](const std::string& words) { return stands_in(reported.publisher, words); };
  return std::all_of(pattern.words.begin(), pattern.words.end(), in_name) &&
         std::none_of(pattern.lacks.begin(), pattern.lacks.end(), in_name) &&
         (pattern.publishers.empty() || reported.publisher == " " ||
          std::any_of(pattern.publishers.begin(), pattern.publishers.end(), in_publisher));
}

// Calls `take` with each row of `rows` whose pattern fits, those that begin with fewer words first.
template <typename Row, typename Take>
void each_fitting(const std::vector<Row>& rows, const Reported& reported, Take take) {
  const auto before = [](const Row& row, std::string_view words) { return row.pattern.begins < words; };
  const std::string_view name = reported.name;
  auto row = rows.begin();
  for (std::size_t end = 0; end != name.npos; end = name.find(' ', end + 1)) {
    const std::string_view words = end == 0 ? std::string_view() : name.substr(1, end - 1);
    row = std::lower_bound(row, rows.end(), words, before);
    for (; row != rows.end() && row->pattern.begins == words; ++row)
      if (fits(row->pattern, reported)) take(*row);
    // What begins with more of these words comes next, if there is any.
    if (row == rows.end() || !std::string_view(row->pattern.begins).starts_with(words)) return;
  }
}

// The longest text that stands in the name decides, so that 2008 R2 is not 2008; two of one length decide nothing.
const CycleKey* key_in_name(const ProgramName& row, const Reported& reported) {
  const CycleKey* best = nullptr;
  bool doubtful = false;
  for (const CycleKey& key : row.keys) {
    if (best != nullptr && key.text.size() < best->text.size()) continue;
    if (!stands_in(reported.name, key.text)) continue;
    doubtful = best != nullptr && key.text.size() == best->text.size() && key.cycle != best->cycle;
    best = &key;
  }
  return doubtful ? nullptr : best;
}

// "6.0.310" is 6.0 where there is a cycle of that name, else 6.
const CycleKey* key_of_version(const ProgramName& row, const Reported& reported) {
  std::string_view version = reported.version.substr(0, reported.version.find_first_not_of("0123456789."));
  while (!version.empty()) {
    const auto found = std::lower_bound(row.keys.begin(), row.keys.end(), version,
                                        [](const CycleKey& key, std::string_view text) { return key.text < text; });
    if (found != row.keys.end() && found->text == version) return &*found;
    const auto dot = version.rfind('.');
    version = version.substr(0, dot == version.npos ? 0 : dot);
  }
  return nullptr;
}

const CycleKey* key_of(const ProgramName& row, const Reported& reported) {
  switch (row.cycle_from) {
    case CycleFrom::name:
      return key_in_name(row, reported);
    case CycleFrom::version:
      return key_of_version(row, reported);
    case CycleFrom::fixed:
      return row.keys.empty() ? nullptr : &row.keys.front();
  }
  return nullptr;
}

}  // namespace

std::string_view spelled(CycleFrom from) {
  switch (from) {
    case CycleFrom::name:
      return "name";
    case CycleFrom::version:
      return "version";
    case CycleFrom::fixed:
      return "fixed";
  }
  return "fixed";
}

std::string_view spelled(EntryKind kind) {
  switch (kind) {
    case EntryKind::program:
      return "program";
    case EntryKind::update:
      return "update";
    case EntryKind::language_pack:
      return "language-pack";
    case EntryKind::driver:
      return "driver";
    case EntryKind::part:
      return "part";
    case EntryKind::unmatched:
      return "unmatched";
  }
  return "unmatched";
}

std::string_view spelled(ProgramSupport support) {
  switch (support) {
    case ProgramSupport::supported:
      return "supported";
    case ProgramSupport::ended:
      return "ended";
    case ProgramSupport::unknown:
      return "unknown";
  }
  return "unknown";
}

std::string folded(std::string_view text) {
  std::string spelled;
  spelled.reserve(text.size() + 2);
  spelled += ' ';
  std::size_t began = spelled.size();
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t mark = mark_bytes(text.substr(at));
    if (mark == 0 && is_in_word(c)) {
      spelled += lower_ascii(c);
    } else {
      end_word(spelled, began);
    }
    at += std::max<std::size_t>(mark, 1);
  }
  end_word(spelled, began);
  return spelled;
}

ProgramEntry recognise_program(const ProgramCatalogue& catalogue, std::string_view name, std::string_view publisher,
                               std::string_view version) {
  const Reported reported{folded(name), folded(publisher), trimmed(version)};
  ProgramEntry entry;
  each_fitting(catalogue.entries, reported, [&](const EntryName& row) { entry.kind = row.kind; });
  if (entry.kind != EntryKind::unmatched) return entry;

  bool doubtful = false;
  each_fitting(catalogue.names, reported, [&](const ProgramName& row) {
    const CycleKey* key = key_of(row, reported);
    if (key == nullptr && row.cycle_from == CycleFrom::name) return;
    const Program* program = &catalogue.programs[row.program];
    doubtful = doubtful || (entry.program != nullptr && entry.program != program);
    if (entry.cycle != nullptr && key == nullptr) return;
    entry = {EntryKind::program, program, key == nullptr ? nullptr : &catalogue.cycles[key->cycle], row.cycle_from};
  });
  return doubtful ? ProgramEntry{} : entry;
}

ProgramStanding program_standing(const ProgramEntry& entry, Day day) {
  ProgramStanding standing;
  if (entry.cycle == nullptr) return standing;
  const ProgramCycle& cycle = *entry.cycle;
  standing.until = cycle.until;
  if (cycle.paid_until && day <= *cycle.paid_until) standing.paid_until = cycle.paid_until;
  if (cycle.until) {
    standing.support = day <= *cycle.until ? ProgramSupport::supported : ProgramSupport::ended;
  } else if (cycle.ended_by && day >= *cycle.ended_by) {
    standing.support = ProgramSupport::ended;
  } else if (cycle.supported_on && day <= *cycle.supported_on) {
    standing.support = ProgramSupport::supported;
  }
  return standing;
}

}  // namespace shoal::lifecycle
