#include "ingest/list_columns.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::ingest {
namespace {

using estate::Attribute;

bool names_device(Attribute attribute) {
  return attribute == Attribute::name || attribute == Attribute::dns_name || attribute == Attribute::account_name ||
         attribute == Attribute::distinguished_name || attribute == Attribute::resource;
}

bool tells_of_device(Attribute attribute) {
  return attribute == Attribute::os_name || attribute == Attribute::os_version || attribute == Attribute::os_build ||
         attribute == Attribute::updates || attribute == Attribute::program;
}

bool may_stand_twice(Attribute attribute) {
  return attribute == Attribute::tag || attribute == Attribute::unused || attribute == Attribute::updates ||
         attribute == Attribute::program || attribute > Attribute::tag || estate::identifier_kind(attribute);
}

// "Personal Data" is "personal-data". Excel's and ConfigMgr's ornaments go as they do for every header.
std::string key_of(std::string_view header, std::size_t position) {
  std::string key;
  for (const char c : lower_ascii(trimmed(header))) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '_';
    if (static_cast<unsigned char>(c) < 0x20 && !is_blank) continue;
    if (!is_blank) {
      key += c;
    } else if (!key.empty() && key.back() != '-') {
      key += '-';
    }
  }
  return key.empty() ? "column-" + std::to_string(position + 1) : key;
}

std::string export_shown_by(const std::vector<std::string>& folded, const ListSettings& settings) {
  const auto stands = [&](const std::string& key) {
    return std::find(folded.begin(), folded.end(), key) != folded.end();
  };
  std::string found;
  std::size_t keys_max = 0;
  for (const auto& [from, keys] : settings.exports()) {
    if (keys.size() <= keys_max || !std::all_of(keys.begin(), keys.end(), stands)) continue;
    found = from;
    keys_max = keys.size();
  }
  return found;
}

const estate::ColumnName* find_name(const ListSettings& settings, std::string_view from, std::string_view folded) {
  const estate::ColumnName* name = from.empty() ? nullptr : settings.find(from, folded);
  return name == nullptr ? settings.find({}, folded) : name;
}

void apply_mapped(const std::vector<std::string>& folded, const ListSettings& settings, ListColumns& list) {
  for (std::size_t m = 0; m < settings.mapped().size(); m++) {
    const MappedColumn& mapped = settings.mapped()[m];
    const std::string wanted = estate::fold_header(mapped.header);
    std::uint32_t met = 0;
    for (std::size_t i = 0; i < folded.size(); i++) {
      if (folded[i] != wanted || (++met != mapped.which && mapped.which != 0)) continue;
      ListColumn& column = list.columns[i];
      column.meaning = mapped.meaning;
      column.known = true;
      column.weak = false;
      column.mapped = m;
    }
  }
}

// "Version" beside a program is the program's.
void settle_versions(ListColumns& list) {
  const bool tells_os = !list.of(Attribute::os_name).empty();
  for (const std::size_t i : list.of(Attribute::os_version)) {
    ListColumn& column = list.columns[i];
    const bool beside = i > 0 && list.columns[i - 1].meaning.attribute == Attribute::program;
    if (column.weak && (beside || (!tells_os && !list.of(Attribute::program).empty())))
      column.meaning.attribute = Attribute::program_version;
  }
}

bool is_device_list(const ListColumns& list) {
  // Of an export that we know, some views tell only a model or the day of the last contact.
  bool names = false, tells = !list.from.empty(), strong = tells;
  for (const ListColumn& column : list.columns) {
    if (!column.known) continue;
    const bool name = names_device(column.meaning.attribute), tell = tells_of_device(column.meaning.attribute);
    names = names || name;
    tells = tells || tell;
    strong = strong || ((name || tell) && !column.weak);
  }
  return names && tells && strong;
}

}  // namespace

ListSettings::ListSettings(const estate::ColumnNames& names, std::vector<MappedColumn> mapped, DayOrder order)
    : mapped_(std::move(mapped)), order_(order) {
  for (const estate::ColumnName& name : names.names) {
    names_[name.from].emplace(name.header, name);
    if (name.rank == estate::HeaderRank::key) exports_[name.from].push_back(name.header);
  }
}

const estate::ColumnName* ListSettings::find(std::string_view from, std::string_view folded) const {
  const auto of_export = names_.find(from);
  if (of_export == names_.end()) return nullptr;
  const auto found = of_export->second.find(std::string(folded));
  return found == of_export->second.end() ? nullptr : &found->second;
}

Result<MappedColumn> parse_mapped_column(std::string_view text, const estate::ColumnNames& known) {
  const auto bad = [&](const std::string& why) {
    return Error{ErrorKind::invalid_input, "ingest.bad_map", why + ": " + std::string(text)};
  };
  const auto equals = text.rfind('=');
  if (equals == text.npos || equals == 0) return bad("not HEADER=MEANING");
  MappedColumn mapped;
  std::string_view header = text.substr(0, equals);
  if (const auto mark = header.rfind('#'); mark != header.npos && mark > 0)
    if (const auto which = parse_number(header.substr(mark + 1)); which && *which > 0) {
      mapped.which = *which;
      header = header.substr(0, mark);
    }
  mapped.header = trimmed(header);
  const std::string_view word = text.substr(equals + 1);
  if (const auto meaning = estate::parse_meaning(word, known)) {
    mapped.meaning = *meaning;
    return mapped;
  }
  const std::vector<std::string> words = estate::meanings(known);
  const auto meant = nearest(lower_ascii(trimmed(word)), std::vector<std::string_view>(words.begin(), words.end()));
  return bad("no meaning \"" + std::string(word) + "\"" +
             (meant ? "; did you mean " + std::string(*meant) + "?" : ", such as name, os-name, last-seen or tag:KEY"));
}

std::vector<std::size_t> ListColumns::of(Attribute attribute) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < columns.size(); i++)
    if (columns[i].meaning.attribute == attribute) found.push_back(i);
  std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(!columns[a].mapped, columns[a].weak) < std::pair(!columns[b].mapped, columns[b].weak);
  });
  return found;
}

std::optional<ListColumns> columns_of(std::span<const std::string_view> headers, const ListSettings& settings) {
  std::vector<std::string> folded;
  for (const std::string_view header : headers) folded.push_back(estate::fold_header(header));
  ListColumns list;
  list.from = export_shown_by(folded, settings);
  for (std::size_t i = 0; i < headers.size(); i++) {
    ListColumn& column = list.columns.emplace_back();
    column.header = trimmed(headers[i]);
    column.key = key_of(headers[i], i);
    column.meaning = {Attribute::tag, column.key};
    const estate::ColumnName* name = find_name(settings, list.from, folded[i]);
    if (name == nullptr) continue;
    column.meaning = name->meaning;
    column.weak = name->rank == estate::HeaderRank::weak;
    column.known = true;
  }
  apply_mapped(folded, settings, list);
  settle_versions(list);
  for (const ListColumn& column : list.columns) list.known += column.known ? 1 : 0;
  if (!is_device_list(list)) return std::nullopt;
  return list;
}

Result<void> check_columns(const ListColumns& list) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < list.columns.size(); i++) {
    const ListColumn& column = list.columns[i];
    if (may_stand_twice(column.meaning.attribute) || column.mapped) continue;
    const auto [at, fresh] = first.try_emplace(estate::fold_header(column.header), i);
    if (fresh) continue;
    return Error{ErrorKind::conflict, "ingest.two_columns",
                 "columns " + std::to_string(at->second + 1) + " and " + std::to_string(i + 1) + " are both called " +
                     column.header + "; say which one counts, with --map \"" + column.header +
                     "#1=" + std::string(spelled(column.meaning.attribute)) + "\" --map \"" + column.header +
                     "#2=tag:other\" or the other way round"};
  }
  return {};
}

}  // namespace shoal::ingest
