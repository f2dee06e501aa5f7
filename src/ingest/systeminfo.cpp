#include "ingest/systeminfo.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "ingest/lines.hpp"
#include "ingest/update_name.hpp"
#include "ingest/written_day.hpp"

namespace shoal::ingest {
namespace {

using estate::Architecture;
using estate::Observation;
using estate::OsClaim;

// --- The structure of an output

// A line below a label: "[01]: KB4012598", or a detail of a network card.
struct Item {
  std::string_view text;  // trimmed
  std::uint32_t line = 0;
  bool ended = false;  // whether the file goes on behind it
};

// A label with its value and the lines below it.
struct Section {
  std::string_view label;
  std::string_view value;  // trimmed; its first line only
  std::uint32_t line = 0;
  bool ended = false;
  std::size_t first_item = 0;  // into Sheet::items
  std::size_t last_item = 0;   // one past
};

// Views into the text of one file.
struct Sheet {
  std::vector<Section> sections;
  std::vector<Item> items;

  std::span<const Item> items_of(const Section& section) const {
    return std::span(items).subspan(section.first_item, section.last_item - section.first_item);
  }
};

// Whether `text` has the beginning of an entry, "[01", cut or not.
bool begins_entry(std::string_view text) { return text.size() >= 2 && text[0] == '[' && is_digit(text[1]); }

// What an entry says behind "[01]:" or "[01] :"; nothing where it is cut before that.
std::optional<std::string_view> said_by_entry(std::string_view text) {
  text.remove_prefix(1);
  text.remove_prefix(digits_at_start(text).size());
  if (!text.starts_with(']')) return std::nullopt;
  text = trimmed(text.substr(1));
  if (!text.starts_with(':')) return std::nullopt;
  return trimmed(text.substr(1));
}

Sheet sheet_of_text(std::span<const Line> lines) {
  Sheet sheet;
  sheet.sections.reserve(48);
  sheet.items.reserve(lines.size());
  for (const Line& line : lines) {
    const std::string_view text = trimmed(line.text);
    const bool indented = line.text.front() == ' ' || line.text.front() == '\t';
    const auto colon = text.find(':');
    if (!indented && !begins_entry(text) && colon != text.npos) {
      const std::size_t next = sheet.items.size();
      sheet.sections.push_back(
          {trimmed(text.substr(0, colon)), trimmed(text.substr(colon + 1)), line.number, line.ended, next, next});
    } else if (!sheet.sections.empty()) {
      sheet.items.push_back({text, line.number, line.ended});
      sheet.sections.back().last_item = sheet.items.size();
    }
  }
  return sheet;
}

// A CSV row has the same sections in the same order; entries stand behind the value in the same field. `ended` says
// whether the last field can be trusted.
Sheet sheet_of_row(const CsvRow& header, const CsvRow& row, bool ended) {
  Sheet sheet;
  const auto line = static_cast<std::uint32_t>(row.line);
  for (std::size_t i = 0; i < row.fields.size(); i++) {
    const bool field_ended = ended || i + 1 < row.fields.size();
    const std::string_view field = row.fields[i];
    const auto entries = field.find(",[");
    Section section{i < header.fields.size() ? trimmed(header.fields[i]) : std::string_view(),
                    trimmed(field.substr(0, entries)),
                    line,
                    field_ended,
                    sheet.items.size(),
                    0};
    if (entries != field.npos) {
      for (const std::string_view piece : split(field.substr(entries + 1), ','))
        if (!trimmed(piece).empty()) sheet.items.push_back({trimmed(piece), line, true});
      sheet.items.back().ended = field_ended;
    }
    section.last_item = sheet.items.size();
    sheet.sections.push_back(section);
  }
  return sheet;
}

// --- The version line

struct VersionLine {
  OsClaim os;  // version, build, revision and service pack
  // What stands in place of a service pack: "N/A" in the language of the output, or empty.
  std::string_view not_available;
};

// The numbers of a dotted version at the start of `text`, with how much of it they take.
struct Dotted {
  std::array<std::string_view, 4> numbers;
  std::size_t count = 0;
  std::size_t length = 0;
};

Dotted dotted_at_start(std::string_view text) {
  Dotted dotted;
  while (dotted.count < dotted.numbers.size()) {
    const std::string_view digits = digits_at_start(text.substr(dotted.length));
    if (digits.empty()) break;
    dotted.numbers[dotted.count++] = digits;
    dotted.length += digits.size();
    if (dotted.length == text.size() || text[dotted.length] != '.') break;
    dotted.length++;
  }
  return dotted;
}

// The first number in `text` as it is written; empty if there is none.
std::string_view first_number(std::string_view text) {
  const auto begin = std::find_if(text.begin(), text.end(), is_digit);
  return digits_at_start(text.substr(static_cast<std::size_t>(begin - text.begin())));
}

std::optional<VersionLine> parse_version_line(std::string_view value) {
  if (value.empty() || !is_digit(value.front())) return std::nullopt;
  const Dotted dotted = dotted_at_start(value);
  if (dotted.count < 3 || dotted.numbers[0].size() > 2 || dotted.numbers[1].size() > 2) return std::nullopt;
  const std::string_view build = dotted.numbers[2];
  const auto build_number = parse_number(build);
  if (build.size() < 3 || build.size() > 6 || !build_number || *build_number == 0) return std::nullopt;

  std::string_view rest = value.substr(dotted.length);
  const auto repeated = rest.rfind(build);
  if (repeated == rest.npos || repeated == 0 || is_digit(rest[repeated - 1])) return std::nullopt;
  if (repeated + build.size() < rest.size() && is_digit(rest[repeated + build.size()])) return std::nullopt;
  rest = trimmed(rest.substr(0, repeated));

  VersionLine found;
  found.os.version = std::string(dotted.numbers[0]) + "." + std::string(dotted.numbers[1]);
  found.os.build = *build_number;
  if (dotted.count == 4) found.os.revision = parse_number(dotted.numbers[3]);
  if (const auto pack = parse_number(first_number(rest)); pack && *pack <= 99) found.os.service_pack = *pack;
  // Of "N/A Build" the first word; of "Build" alone there is none to compare with.
  if (const auto blank = rest.find(' '); found.os.service_pack == 0 && blank != rest.npos)
    found.not_available = rest.substr(0, blank);
  return found;
}

// --- Names, architecture and days

// A name that Windows would let a device have, as far as it matters to tell names from other values.
bool may_name_device(std::string_view value) {
  const bool has_word = std::any_of(value.begin(), value.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
  return has_word && value.size() <= 255 && value.find_first_of(" \t\r\n\\/:*?\"<>|,;[]") == value.npos;
}

// The value with the lines that it was wrapped onto, as one line.
std::string whole_value(const Sheet& sheet, const Section& section) {
  std::string whole(section.value);
  for (const Item& item : sheet.items_of(section)) {
    if (whole.size() > 256) break;
    if (!whole.empty()) whole += ' ';
    whole += item.text;
  }
  std::replace_if(
      whole.begin(), whole.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return whole;
}

Architecture architecture_named(std::string_view word) {
  if (equal_ignoring_case(word, "x64")) return Architecture::x64;
  if (equal_ignoring_case(word, "x86")) return Architecture::x86;
  if (equal_ignoring_case(word, "arm64")) return Architecture::arm64;
  if (equal_ignoring_case(word, "itanium") || equal_ignoring_case(word, "ia64")) return Architecture::ia64;
  return Architecture::unknown;
}

std::string_view word_at_start(std::string_view text) {
  const auto is_letter_or_digit = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  const auto end = std::find_if_not(text.begin(), text.end(), is_letter_or_digit);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

Architecture architecture_in_words(std::string_view text) {
  while (!text.empty()) {
    const std::string_view word = word_at_start(text);
    if (const Architecture named = architecture_named(word); named != Architecture::unknown) return named;
    text.remove_prefix(std::max(word.size(), std::size_t{1}));
  }
  return Architecture::unknown;
}

// The sections below the version line of one output.
using Sections = std::span<const Section>;

Architecture find_architecture(const Sheet& sheet, Sections below) {
  for (const Section& section : below)
    if (section.value.size() <= 64 && find_ignoring_case(section.value, "-based") != section.value.npos)
      if (const Architecture named = architecture_named(word_at_start(section.value)); named != Architecture::unknown)
        return named;

  for (std::size_t i = 1; i < below.size(); i++) {
    const auto items = sheet.items_of(below[i]);
    if (!items.empty() && begins_entry(items.front().text))
      return below[i - 1].value.size() <= 64 ? architecture_in_words(below[i - 1].value) : Architecture::unknown;
  }
  return Architecture::unknown;
}

std::string_view first_word(std::string_view value) { return value.substr(0, value.find_first_of(", \t")); }

std::string_view last_word(std::string_view value) {
  const auto blank = value.find_last_of(" \t");
  return blank == value.npos ? value : value.substr(blank + 1);
}

// The order that the days of an output prove, the last word of the BIOS line included; unknown if they contradict.
DayOrder order_of_days(Sections below) {
  bool day_first = false;
  bool month_first = false;
  for (const Section& section : below) {
    for (const std::string_view word : {first_word(section.value), last_word(section.value)}) {
      const DayOrder shown = order_shown_by(word);
      day_first = day_first || shown == DayOrder::day_first;
      month_first = month_first || shown == DayOrder::month_first;
    }
  }
  if (day_first == month_first) return DayOrder::unknown;
  return day_first ? DayOrder::day_first : DayOrder::month_first;
}

// The newest of the days with which a value begins: those of installation and of the last start.
std::optional<Day> newest_day(Sections below) {
  const DayOrder order = order_of_days(below);
  std::optional<Day> newest;
  for (const Section& section : below)
    if (const auto day = read_written_day(first_word(section.value), order); day && (!newest || *day > *newest))
      newest = day;
  return newest;
}

// --- The list of updates

// Parts of labels in lower case that name the list of updates: evidence where the list itself gives none.
constexpr std::array<std::string_view, 10> update_labels{
    "hotfix",    "correctif", "revisi",   "aggiornamenti rapidi", "Исправлен",
    "исправлен", "修补程序",  "修補程式", "ホットフィックス",     "핫픽스"};

bool has_update_label(const Section& section) {
  return std::any_of(update_labels.begin(), update_labels.end(), [&](std::string_view part) {
    return find_ignoring_case(section.label, part) != section.label.npos;
  });
}

std::size_t count_of_update_entries(const Sheet& sheet, const Section& section) {
  const auto items = sheet.items_of(section);
  return static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [](const Item& item) {
    if (!begins_entry(item.text)) return false;
    const auto said = said_by_entry(item.text);
    return said && !said->empty() && (said->starts_with('{') || read_entry_name(*said).kind != EntryKind::other);
  }));
}

const Section* section_with_most_updates(const Sheet& sheet, Sections below) {
  const Section* best = nullptr;
  std::size_t best_count = 0;
  for (const Section& section : below) {
    const std::size_t count = count_of_update_entries(sheet, section);
    if (count > best_count) best = &section;
    best_count = std::max(count, best_count);
  }
  return best;
}

const Section* section_after_logon_server(Sections below) {
  const Section* after = nullptr;
  for (std::size_t i = 0; i + 1 < below.size(); i++)
    if (below[i].value.starts_with("\\\\")) after = &below[i + 1];
  return after != nullptr && after->first_item == after->last_item ? after : nullptr;
}

// Only the entries of network cards have lines of their own below them.
bool lists_network_cards(const Sheet& sheet, const Section& section) {
  const auto items = sheet.items_of(section);
  return items.size() >= 2 && begins_entry(items[0].text) && !begins_entry(items[1].text);
}

const Section* find_network_cards(const Sheet& sheet, Sections below) {
  const auto found =
      std::find_if(below.begin(), below.end(), [&](const Section& s) { return lists_network_cards(sheet, s); });
  return found == below.end() ? nullptr : &*found;
}

const Section* section_above_network_cards(const Sheet& sheet, Sections below, std::string_view not_available) {
  const Section* cards = find_network_cards(sheet, below);
  if (cards == nullptr || cards - below.data() < 2) return nullptr;
  const Section& above = cards[-1];
  if (above.first_item != above.last_item || above.value.empty()) return nullptr;
  if (first_number(above.value) != "" || above.value.find('\\') != above.value.npos) return nullptr;
  return above.value == not_available || above.value == cards[-2].value ? &above : nullptr;
}

const Section* find_update_list(const Sheet& sheet, Sections below, std::string_view not_available) {
  if (const Section* found = section_with_most_updates(sheet, below)) return found;
  const auto labelled = std::find_if(below.begin(), below.end(), has_update_label);
  if (labelled != below.end()) return &*labelled;
  if (const Section* found = section_after_logon_server(below)) return found;
  return section_above_network_cards(sheet, below, not_available);
}

// Whether the last entry of a list shows where the list was cut, so that what it says is not to be trusted. A KB number
// that anything follows on its line is whole.
bool is_where_list_was_cut(const Item& item, bool list_is_short) {
  const auto said = said_by_entry(item.text);
  if (!said) return true;
  if (item.ended && !list_is_short) return false;
  return said->find(' ') == said->npos || read_entry_name(*said).kind != EntryKind::named;
}

Result<void> collect_updates(const Sheet& sheet, const Section& list, estate::Claims& claims) {
  std::vector<const Item*> entries;
  for (const Item& item : sheet.items_of(list))
    if (begins_entry(item.text)) entries.push_back(&item);
  if (entries.size() > entries_max)
    return Error{ErrorKind::invalid_input, "ingest.too_many_entries",
                 "a list of " + grouped(entries.size()) + " updates, more than " + grouped(entries_max)};

  const bool heading_whole = list.ended || !entries.empty();
  if (heading_whole) claims.updates_declared = parse_number(first_number(list.value));
  claims.updates_listed = !entries.empty() || (heading_whole && !list.value.empty());

  const bool list_is_short = claims.updates_declared.value_or(0) > entries.size();
  if (!entries.empty() && is_where_list_was_cut(*entries.back(), list_is_short)) entries.pop_back();
  EntryCollector collector(claims);
  for (const Item* item : entries) {
    const auto said = said_by_entry(item->text);
    EntryName entry = said ? read_entry_name(*said) : EntryName{EntryKind::nameless, {}};
    entry.update.line = item->line;
    collector.add(std::move(entry));
  }
  return {};
}

// --- The machine

// "Intel64 Family 6 Model 42 Stepping 7 GenuineIntel" of "[01]: Intel64 ... GenuineIntel ~783 MHz": the same words in
// every language. Empty where the entry is no processor.
std::string_view processor_in(const Item& item) {
  if (!begins_entry(item.text)) return {};
  const auto said = said_by_entry(item.text);
  if (!said) return {};
  const auto family = said->find(" Family "), model = said->find(" Model "), stepping = said->find(" Stepping ");
  if (family == said->npos || model == said->npos || stepping == said->npos || family > model || model > stepping)
    return {};
  return trimmed(said->substr(0, said->find('~')));
}

// "16.155 MB", "4,095 MB" and "8 093 Mo" in mebibytes, whatever stands between the thousands; 0 for anything else.
std::uint64_t megabytes_in(std::string_view value) {
  constexpr std::array<std::string_view, 3> units{"MB", "Mo", "\xD0\x9C\xD0\x91"};
  const auto unit = std::find_if(units.begin(), units.end(), [&](std::string_view each) {
    return value.size() > each.size() && value.ends_with(each);
  });
  if (unit == units.end() || !is_digit(value.front())) return 0;
  constexpr std::size_t digits_max = 9;
  std::string digits;
  std::string_view number = trimmed(value.substr(0, value.size() - unit->size()));
  while (!number.empty()) {
    const std::string_view group = digits_at_start(number);
    number.remove_prefix(group.size());
    const bool grouped_by_three = digits.empty() || group.size() == 3;
    if (group.empty() || !grouped_by_three) return 0;
    digits += group;
    number.remove_prefix(
        std::min(number.size(),
                 static_cast<std::size_t>(std::find_if(number.begin(), number.end(), is_digit) - number.begin())));
  }
  return digits.size() > digits_max ? 0 : parse_number(digits).value_or(0);
}

// What stands around the list of processors tells of the machine: its maker, model and type above it, its firmware and
// memory below.
std::optional<estate::HardwareClaim> hardware_in(const Sheet& sheet, Sections below) {
  const auto lists_processors = [&](const Section& section) {
    const auto items = sheet.items_of(section);
    return !items.empty() && !processor_in(items.front()).empty();
  };
  const auto list = std::find_if(below.begin(), below.end(), lists_processors);
  if (list == below.end()) return std::nullopt;
  estate::HardwareClaim machine;
  const Item& first = sheet.items_of(*list).front();
  if (first.ended) machine.processor = processor_in(first);
  machine.line = first.line;
  if (list - below.begin() >= 3) {
    machine.maker = list[-3].value;
    machine.model = list[-2].value;
  }
  if (list + 1 != below.end() && list[1].value.find("UEFI") != std::string_view::npos) machine.uefi = true;
  for (auto section = list + 1; section != below.end() && machine.memory_mb == 0; section++)
    if (section->ended) machine.memory_mb = megabytes_in(section->value);
  constexpr std::string_view execution = "Data Execution Prevention Available: ";
  for (auto section = list + 1; section != below.end(); section++)
    for (const Item& item : sheet.items_of(*section))
      if (item.text.starts_with(execution)) machine.execute_disable = item.text.substr(execution.size()) == "Yes";
  return machine.tells() ? std::optional(std::move(machine)) : std::nullopt;
}

// --- One output

// The sections of one output: those above the version line that belong to it, the version line, and what follows.
struct Output {
  std::size_t first = 0;
  std::size_t version = 0;
  std::size_t end = 0;
};

// The name of the device stands two lines above the version; other text may stand there instead.
bool has_device_name(const Sheet& sheet, std::size_t version, std::size_t floor) {
  if (version < floor + 2) return false;
  const Section& section = sheet.sections[version - 2];
  return section.first_item == section.last_item && may_name_device(section.value);
}

std::vector<Output> outputs_in(const Sheet& sheet) {
  std::vector<Output> outputs;
  std::size_t floor = 0;  // the first section that can belong to the next output
  for (std::size_t i = 0; i < sheet.sections.size(); i++) {
    if (!sheet.sections[i].ended || !parse_version_line(sheet.sections[i].value)) continue;
    const std::size_t above = has_device_name(sheet, i, floor) ? 2 : i > floor ? 1 : 0;
    if (!outputs.empty()) outputs.back().end = i - above;
    outputs.push_back({i - above, i, sheet.sections.size()});
    floor = i + 1;
  }
  return outputs;
}

Observation begin_observation(std::string_view place) {
  Observation seen;
  seen.source = "systeminfo";
  seen.file = std::string(place);
  seen.seen_on = day_in_file_name(place);
  if (seen.seen_on) seen.seen_by = estate::SeenBy::file_name;
  return seen;
}

Result<Observation> observe(const Sheet& sheet, const Output& output, std::string_view place) {
  Observation seen = begin_observation(place);
  estate::Claims& claims = seen.claims.edit();
  const Section& version_section = sheet.sections[output.version];
  VersionLine version = *parse_version_line(version_section.value);
  version.os.line = version_section.line;
  if (output.version > output.first) {
    std::string name = whole_value(sheet, sheet.sections[output.version - 1]);
    if (!parse_version_line(name)) version.os.name = std::move(name);  // A version that was wrapped is no name.
  }
  if (output.version == output.first + 2) seen.device = sheet.sections[output.first].value;

  const Sections below = Sections(sheet.sections).subspan(output.version + 1, output.end - output.version - 1);
  version.os.architecture = find_architecture(sheet, below);
  claims.os = std::move(version.os);
  claims.hardware = hardware_in(sheet, below);
  seen.not_before = newest_day(below);

  const Section* list = find_update_list(sheet, below, version.not_available);
  if (list == nullptr) {
    claims.cut_short = find_network_cards(sheet, below) == nullptr;
    return seen;
  }
  claims.cut_short = list == &below.back();
  SHOAL_TRY(collect_updates(sheet, *list, claims));
  return seen;
}

// --- Texts that are no whole output

constexpr std::size_t described_bytes_max = 60;

Error no_output_in(const Sheet& sheet) {
  const auto names_windows = [](const Section& section) {
    return find_ignoring_case(section.value, "Windows") != section.value.npos;
  };
  const auto names_pc = [](const Section& section) {
    return find_ignoring_case(section.value, "-based PC") != section.value.npos;
  };
  const auto& sections = sheet.sections;
  if (std::any_of(sections.begin(), sections.end(), names_pc))
    return Error{ErrorKind::invalid_input, "ingest.no_version",
                 "a systeminfo output without the line that has the operating system's version"};
  if (!sections.empty() && sections.size() <= 4 && std::any_of(sections.begin(), sections.end(), names_windows))
    return Error{ErrorKind::invalid_input, "ingest.cut_short",
                 "a systeminfo output that ends before the operating system's version, after: " +
                     std::string(sections.back().label.substr(0, described_bytes_max))};
  return Error{ErrorKind::invalid_input, "ingest.not_an_inventory",
               "no systeminfo output: no line holds a version such as 6.1.7601 Service Pack 1 Build 7601"};
}

Result<std::vector<Observation>> read_text(std::string_view text, std::string_view place) {
  const std::vector<Line> lines = SHOAL_TRY(lines_of(text));
  const Sheet sheet = sheet_of_text(lines);
  std::vector<Observation> seen;
  for (const Output& output : outputs_in(sheet)) seen.push_back(SHOAL_TRY(observe(sheet, output, place)));
  if (seen.empty()) return no_output_in(sheet);
  return seen;
}

// --- CSV

bool is_csv(std::string_view text) {
  text = trimmed(text);
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  return line.starts_with('"') && line.find("\",\"") != line.npos;
}

// A row that cannot be read as far as its version: the device was there, and nothing else is known of it.
Observation observe_fragment(const Sheet& sheet, std::string_view place) {
  Observation seen = begin_observation(place);
  if (!sheet.sections.empty() && sheet.sections[0].ended && may_name_device(sheet.sections[0].value))
    seen.device = sheet.sections[0].value;
  seen.claims.edit().cut_short = true;
  return seen;
}

// The last row of a file that was cut has a field that never closes: closing it gives back the fields before.
bool read_cut_row(std::string_view text, CsvRow& row) {
  const std::string last = std::string(trimmed(text.substr(text.find_last_of('\n') + 1))) + '"';
  CsvReader reader(last);
  const auto read = reader.next(row);
  return read && *read && row.fields.size() > 1;
}

bool is_at_end(CsvReader reader) {
  CsvRow row;
  const auto more = reader.next(row);
  return more && !*more;
}

Result<std::vector<Observation>> read_csv(std::string_view text, std::string_view place) {
  while (!text.empty() && text.find_first_of("\r\n") == 0) text.remove_prefix(1);
  CsvReader reader(text);
  CsvRow header;
  if (const auto read = reader.next(header); !read || !*read) return no_output_in({});

  std::vector<Observation> seen;
  bool any_version = false;
  for (CsvRow row;;) {
    const auto read = reader.next(row);
    if (read && !*read) break;
    const bool cut = !read && is_at_end(reader);
    if (!read && !(cut && read_cut_row(text, row))) {
      seen.push_back(observe_fragment({}, place));
      continue;
    }
    if (row.fields == header.fields || (row.fields.size() == 1 && trimmed(row.fields[0]).empty())) continue;
    const Sheet sheet = sheet_of_row(header, row, !cut);
    const auto outputs = outputs_in(sheet);
    any_version = any_version || !outputs.empty();
    seen.push_back(outputs.empty() ? observe_fragment(sheet, place) : SHOAL_TRY(observe(sheet, outputs[0], place)));
    if (cut) {
      seen.back().claims.edit().cut_short = true;
      break;
    }
  }
  if (!any_version) return no_output_in({});
  return seen;
}

}  // namespace

Result<std::vector<Observation>> read_systeminfo(std::string_view text, std::string_view place) {
  return is_csv(text) ? read_csv(text, place) : read_text(text, place);
}

}  // namespace shoal::ingest
