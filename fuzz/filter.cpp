// What parses, spelled and parsed again, spells the same and answers the same; and a filter and its negation
// partition the records, whatever is unknown of them.
#include "base/filter.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.hpp"

namespace {

using shoal::FieldKind;
using shoal::Filter;

constexpr shoal::FilterField known_fields[] = {
    {"name", FieldKind::text, ""},  {"os", FieldKind::text, ""},  {"has", FieldKind::word, ""},
    {"ram", FieldKind::number, ""}, {"seen", FieldKind::day, ""},
};
constexpr std::string_view tag_keys[] = {"site", "personal data", "-odd:\"name\"", "unknown", "OR", "Gebäude"};
constexpr shoal::FilterFields fields{known_fields, tag_keys};
constexpr shoal::Day as_of{std::chrono::days(17298)};

// Each bit of `mask` says whether a field is known.
class MadeRecord : public shoal::FieldSource {
 public:
  explicit MadeRecord(unsigned mask) : mask_(mask) {}

  void values_of(std::size_t field, shoal::FieldValues& values) const override {
    if ((mask_ >> field & 1) == 0) return;
    switch (field) {
      case 3:
        values.add(std::int64_t{2048});
        values.add(std::int64_t{-1});
        break;
      case 4:
        values.add(as_of - std::chrono::days(30));
        values.add(as_of + std::chrono::days(1));
        break;
      default:
        values.add("Windows XP SP3");
        values.add("KB4012598");
        values.add("a");
    }
  }

 private:
  unsigned mask_;
};

constexpr unsigned masks[] = {0, ~0U, 0b01010101010, 0b10101010101};

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto filter = Filter::parse(text, fields);
  if (!filter) {
    SHOAL_ASSERT(!filter.error().message.empty());
    return 0;
  }
  SHOAL_ASSERT(!filter->spelled().empty());
  const auto again = Filter::parse(filter->spelled(), fields);
  SHOAL_ASSERT(again && again->spelled() == filter->spelled());
  // Two levels and a few bytes more may exceed the limits.
  const auto negated = Filter::parse("-(" + text + ")", fields);
  SHOAL_ASSERT(negated || negated.error().code == "base.bad_filter");
  for (const unsigned mask : masks) {
    const MadeRecord record(mask);
    const bool matched = filter->matches(record, as_of);
    SHOAL_ASSERT(again->matches(record, as_of) == matched);
    if (negated) SHOAL_ASSERT(negated->matches(record, as_of) != matched);
  }
  return 0;
}
