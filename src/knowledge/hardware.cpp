#include "knowledge/hardware.hpp"

#include "base/text.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

namespace fs = std::filesystem;
using readiness::HardwareBook;
using readiness::Need;
using readiness::ProcessorKind;
using readiness::Requirement;

Result<std::vector<Requirement>> read_requirements(const fs::path& folder) {
  const Table table = SHOAL_TRY(Table::read(
      folder / "requirements.csv", {"on", "need", "at_least", "kind", "says", "verified", "citation", "read"}));
  std::vector<Requirement> requirements;
  requirements.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    auto on = readiness::TargetSelector::parse(row["on"]);
    const auto need = readiness::need_in(row["need"]);
    const auto kind = readiness::need_kind_in(row["kind"]);
    if (!on) return bad_row(row, on.error().message);
    if (!need) return bad_row(row, "no need: " + std::string(row["need"]));
    if (!kind) return bad_row(row, "kind is runs, minimum or support: " + std::string(row["kind"]));
    const bool counts = *need == Need::memory || *need == Need::disk || *need == Need::tpm;
    const auto at_least = parse_number(row["at_least"]);
    if (counts != at_least.has_value())
      return bad_row(row, "memory, disk and tpm need a number, and nothing else does");
    if (*need == Need::tpm && *at_least != 12 && *at_least != 20) return bad_row(row, "a TPM is 12 or 20");
    requirements.push_back({std::move(*on), *need, at_least.value_or(0), *kind, std::string(row["says"]), cited(row),
                            std::string(row["verified"])});
  }
  return requirements;
}

struct Span {
  std::uint32_t first = 0, last = ~std::uint32_t{0};
};

// "42", "26-31"; empty means all.
std::optional<Span> span_in(std::string_view text) {
  if (text.empty()) return Span{};
  const auto dash = text.find('-');
  const auto first = parse_number(text.substr(0, dash));
  const auto last = dash == text.npos ? first : parse_number(text.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return Span{*first, *last};
}

// The bits of the features that a cell names; nothing where a word is none.
std::optional<std::uint32_t> features_in(std::string_view cell) {
  std::uint32_t bits = 0;
  for (const std::string& word : list_of(cell, ' ')) {
    const auto need = readiness::need_in(word);
    if (!need || !is_processor_feature(*need)) return std::nullopt;
    bits |= 1U << static_cast<unsigned>(*need);
  }
  return bits;
}

Result<ProcessorKind> processor_in(const Table::Row& row) {
  ProcessorKind kind;
  kind.name = row["name"];
  kind.vendor = row["vendor"];
  const auto family = parse_number(row["family"]);
  const auto models = span_in(row["models"]), steppings = span_in(row["steppings"]);
  const auto has = features_in(row["has"]), lacks = features_in(row["lacks"]);
  if (kind.vendor.empty() == family.has_value()) return bad_row(row, "a vendor and a family go together");
  if (!models || !steppings) return bad_row(row, "models and steppings are a number or a span such as 10-13");
  if (!has || !lacks || (*has & *lacks) != 0) return bad_row(row, "has and lacks are features, each in one of them");
  kind.family = family.value_or(0);
  kind.model_min = models->first;
  kind.model_max = models->last;
  kind.stepping_min = steppings->first;
  kind.stepping_max = steppings->last;
  kind.names = list_of(row["names"]);
  kind.has = *has;
  kind.lacks = *lacks;
  if (row["listed"] != "yes" && row["listed"] != "no" && row["listed"] != "some")
    return bad_row(row, "listed is yes, no or some");
  if (row["listed"] != "some") kind.listed = row["listed"] == "yes";
  kind.listed_platform = parse_number(row["listed_platform"]);
  kind.citation = cited(row);
  kind.verified = row["verified"];
  return kind;
}

Result<std::vector<ProcessorKind>> read_processors(const fs::path& folder) {
  const Table table = SHOAL_TRY(
      Table::read(folder / "processors.csv", {"name", "vendor", "family", "models", "steppings", "names", "has",
                                              "lacks", "listed", "listed_platform", "verified", "citation", "read"}));
  std::vector<ProcessorKind> processors;
  processors.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); i++) processors.push_back(SHOAL_TRY(processor_in(table[i])));
  return processors;
}

}  // namespace

Result<HardwareBook> read_hardware(const fs::path& folder) {
  HardwareBook book;
  book.requirements = SHOAL_TRY(read_requirements(folder));
  book.processors = SHOAL_TRY(read_processors(folder));
  const Table table =
      SHOAL_TRY(Table::read(folder / "virtual.csv", {"maker", "model", "verified", "citation", "read"}));
  for (std::size_t i = 0; i < table.size(); i++)
    book.virtual_models.push_back(std::string(table[i]["maker"]) + "|" + std::string(table[i]["model"]));
  return book;
}

void write_hardware(const HardwareBook& book, ByteWriter& out) {
  out.number(book.requirements.size());
  for (const Requirement& each : book.requirements) {
    out.text(each.on.text());
    out.number(static_cast<std::uint64_t>(each.need));
    out.number(each.at_least);
    out.number(static_cast<std::uint64_t>(each.kind));
    for (const std::string* text : {&each.says, &each.citation, &each.verified}) out.text(*text);
  }
  out.number(book.processors.size());
  for (const ProcessorKind& each : book.processors) {
    for (const std::string* text : {&each.name, &each.vendor, &each.citation, &each.verified}) out.text(*text);
    for (const std::uint32_t number :
         {each.family, each.model_min, each.model_max, each.stepping_min, each.stepping_max, each.has, each.lacks})
      out.number(number);
    out.number(each.names.size());
    for (const std::string& name : each.names) out.text(name);
    out.number(each.listed ? (*each.listed ? 2 : 1) : 0);
    out.number(each.listed_platform ? std::uint64_t{*each.listed_platform} + 1 : 0);
  }
  out.number(book.virtual_models.size());
  for (const std::string& each : book.virtual_models) out.text(each);
}

std::optional<HardwareBook> hardware_from(ByteReader& in) {
  HardwareBook book;
  bool sound = true;
  const auto number32 = [&] {
    const std::uint64_t number = in.number();
    sound = sound && number <= 0xFFFFFFFFU;
    return static_cast<std::uint32_t>(number);
  };
  const auto up_to = [&](std::uint64_t last) {
    const std::uint64_t number = in.number();
    sound = sound && number <= last;
    return sound ? number : 0;
  };
  for (std::size_t left = in.count(); left > 0 && sound && !in.failed(); left--) {
    Requirement& each = book.requirements.emplace_back();
    auto on = readiness::TargetSelector::parse(in.text());
    sound = static_cast<bool>(on);
    if (!sound) break;
    each.on = std::move(*on);
    each.need = static_cast<Need>(up_to(readiness::need_count - 1));
    each.at_least = number32();
    each.kind = static_cast<readiness::NeedKind>(up_to(static_cast<std::uint64_t>(readiness::NeedKind::support)));
    for (std::string* text : {&each.says, &each.citation, &each.verified}) *text = in.text();
  }
  for (std::size_t left = sound ? in.count() : 0; left > 0 && sound && !in.failed(); left--) {
    ProcessorKind& each = book.processors.emplace_back();
    for (std::string* text : {&each.name, &each.vendor, &each.citation, &each.verified}) *text = in.text();
    for (std::uint32_t* number : {&each.family, &each.model_min, &each.model_max, &each.stepping_min,
                                  &each.stepping_max, &each.has, &each.lacks})
      *number = number32();
    for (std::size_t names = in.count(); names > 0 && !in.failed(); names--) each.names.emplace_back(in.text());
    const std::uint64_t listed = up_to(2), platform = up_to(0x100000000U);
    if (listed > 0) each.listed = listed == 2;
    if (platform > 0) each.listed_platform = static_cast<std::uint32_t>(platform - 1);
  }
  for (std::size_t left = sound ? in.count() : 0; left > 0 && !in.failed(); left--)
    book.virtual_models.emplace_back(in.text());
  if (!sound || in.failed()) return std::nullopt;
  return book;
}

}  // namespace shoal::knowledge
