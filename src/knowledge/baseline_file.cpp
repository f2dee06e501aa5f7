#include "knowledge/baseline_file.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/bytes.hpp"
#include "knowledge/sealed.hpp"

namespace shoal::knowledge {
namespace {

using readiness::SystemImage;

constexpr Seal baseline_seal = {"the baseline",
                                "SHOALBSL",
                                1,
                                64U << 20U,
                                12,
                                "knowledge.bad_baseline",
                                "knowledge.baseline_version",
                                "knowledge.baseline_too_large"};

// Windows 11 has some 10,000 modules, 600,000 functions and 16 MB of different names. A name takes a byte in the file
// and thousands in memory where it is like the one before, so that bytes are no limit.
constexpr std::size_t exports_in_all_max = 4'000'000;
constexpr std::size_t name_bytes_in_all_max = std::size_t{128} << 20U;

// Days that a machine's clock may have when an image is read.
constexpr Day read_min = std::chrono::year(2000) / 1 / 1, read_max = std::chrono::year(2999) / 12 / 31;

// All texts of an image, each once.
class SortedNames {
 public:
  void add(std::string_view text) { all_.push_back(text); }
  void put_in_order() {
    std::sort(all_.begin(), all_.end());
    all_.erase(std::unique(all_.begin(), all_.end()), all_.end());
    numbers_.reserve(all_.size());
    for (std::size_t i = 0; i < all_.size(); i++) numbers_.emplace(all_[i], i);
  }
  std::uint64_t number(std::string_view text) const { return numbers_.find(text)->second; }
  void write(ByteWriter& out) const {
    out.number(all_.size());
    std::string_view last;
    for (const std::string_view text : all_) {
      const auto shared = static_cast<std::size_t>(
          std::mismatch(last.begin(), last.end(), text.begin(), text.end()).first - last.begin());
      out.number(shared);
      out.text(text.substr(shared));
      last = text;
    }
  }

 private:
  std::vector<std::string_view> all_;
  std::unordered_map<std::string_view, std::uint64_t> numbers_;
};

// Every text of an image, to gather them and to write them alike.
template <typename Text>
void each_text(const SystemImage& image, Text text) {
  for (const std::string* one : {&image.target, &image.arch, &image.name, &image.registry.product}) text(*one);
  for (const readiness::ImageModule& module : image.modules) {
    text(module.name);
    text(module.machine);
    for (const readiness::ImageExport& each : module.exports) {
      text(each.name);
      text(each.forwarded_to);
    }
  }
  for (const readiness::ApiSet& set : image.api_sets) {
    text(set.name);
    text(set.host);
    for (const auto& [asks, host] : set.hosts_for) {
      text(asks);
      text(host);
    }
  }
  for (const readiness::SideBySideModule& each : image.side_by_side)
    for (const std::string* one : {&each.name, &each.machine, &each.assembly}) text(*one);
  const readiness::ImageRegistry& registry = image.registry;
  for (const auto* list : {&registry.classes, &registry.classes32, &registry.programs, &registry.services})
    for (const std::string& one : *list) text(one);
  for (const auto& [part, state] : registry.features) {
    text(part);
    text(state);
  }
}

class BaselineWriter {
 public:
  explicit BaselineWriter(const SystemImage& image) : image_(image) {
    each_text(image, [&](const std::string& text) { names_.add(text); });
    names_.put_in_order();
  }

  std::string write() {
    names_.write(out_);
    for (const std::string* one : {&image_.target, &image_.arch, &image_.name}) name(*one);
    out_.signed_number(image_.read.time_since_epoch().count());
    out_.number(image_.modules.size());
    for (const readiness::ImageModule& module : image_.modules) write_module(module);
    out_.number(image_.api_set_version);
    out_.number(image_.api_sets.size());
    for (const readiness::ApiSet& set : image_.api_sets) {
      name(set.name);
      name(set.host);
      pairs(set.hosts_for);
    }
    out_.number(image_.side_by_side.size());
    for (const readiness::SideBySideModule& each : image_.side_by_side)
      for (const std::string* one : {&each.name, &each.machine, &each.assembly}) name(*one);
    write_registry();
    return out_.take();
  }

 private:
  void name(std::string_view text) { out_.number(names_.number(text)); }
  void pairs(const std::vector<std::pair<std::string, std::string>>& all) {
    out_.number(all.size());
    for (const auto& [one, other] : all) {
      name(one);
      name(other);
    }
  }

  // Neighbours in the table of functions are neighbours among the names, and mostly by their ordinals too.
  void write_module(const readiness::ImageModule& module) {
    name(module.name);
    name(module.machine);
    out_.number(module.is_read ? 1 : 0);
    out_.number(module.exports.size());
    std::uint64_t last = 0;
    std::int64_t last_ordinal = 0;
    for (const readiness::ImageExport& each : module.exports) {
      const std::uint64_t own = names_.number(each.name);
      out_.number(own - last);
      out_.signed_number(each.ordinal - last_ordinal);
      name(each.forwarded_to);
      last = own;
      last_ordinal = each.ordinal;
    }
  }

  void write_registry() {
    const readiness::ImageRegistry& registry = image_.registry;
    out_.number((image_.has_software ? 1U : 0U) | (image_.has_system ? 2U : 0U));
    name(registry.product);
    out_.number(registry.build);
    for (const auto* list : {&registry.classes, &registry.classes32, &registry.programs, &registry.services}) {
      out_.number(list->size());
      for (const std::string& one : *list) name(one);
    }
    pairs(registry.features);
  }

  const SystemImage& image_;
  SortedNames names_;
  ByteWriter out_;
};

// Reads back; whatever is none of ours sets failed().
class BaselineReader {
 public:
  explicit BaselineReader(std::string_view bytes) : in_(bytes) {}

  std::optional<SystemImage> read() {
    read_names();
    SystemImage image;
    for (std::string* one : {&image.target, &image.arch, &image.name}) *one = name();
    image.read = day();
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) image.modules.push_back(module());
    image.api_set_version = small();
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) {
      readiness::ApiSet set;
      set.name = name();
      set.host = name();
      set.hosts_for = pairs();
      image.api_sets.push_back(std::move(set));
    }
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) {
      readiness::SideBySideModule each;
      for (std::string* one : {&each.name, &each.machine, &each.assembly}) *one = name();
      image.side_by_side.push_back(std::move(each));
    }
    read_registry(image);
    if (failed() || !in_.done()) return std::nullopt;
    readiness::put_in_order(image);
    return image;
  }

 private:
  bool failed() const { return failed_ || in_.failed(); }

  void read_names() {
    std::size_t bytes = 0;
    std::string last;
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) {
      const std::uint64_t shared = in_.number();
      if (shared > last.size()) failed_ = true;
      if (failed()) return;
      last.resize(shared);
      last += in_.text();
      bytes += last.size();
      failed_ = bytes > name_bytes_in_all_max;
      names_.push_back(last);
    }
  }
  const std::string& name(std::uint64_t number) {
    static const std::string none;
    if (number >= names_.size()) failed_ = true;
    return failed() ? none : names_[number];
  }
  // A text that is named anew takes memory anew.
  const std::string& name() {
    const std::string& found = name(in_.number());
    named_bytes_ += found.size();
    failed_ = failed_ || named_bytes_ > 2 * name_bytes_in_all_max;
    return found;
  }
  std::uint32_t small() {
    const std::uint64_t number = in_.number();
    failed_ = failed_ || number > 0xFFFFFFFF;
    return static_cast<std::uint32_t>(number);
  }
  Day day() {
    const std::int64_t days = in_.signed_number();
    if (days < read_min.time_since_epoch().count() || days > read_max.time_since_epoch().count()) failed_ = true;
    return Day(std::chrono::days(failed() ? 0 : days));
  }
  std::vector<std::pair<std::string, std::string>> pairs() {
    std::vector<std::pair<std::string, std::string>> all;
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) {
      std::string one = name();
      all.emplace_back(std::move(one), name());
    }
    return all;
  }

  readiness::ImageModule module() {
    readiness::ImageModule made;
    made.name = name();
    made.machine = name();
    made.is_read = in_.number() != 0;
    const std::size_t count = in_.count();
    exports_ += count;
    failed_ = failed_ || exports_ > exports_in_all_max;
    if (failed()) return made;
    made.exports.reserve(count);
    std::uint64_t last = 0;
    std::int64_t ordinal = 0;
    for (std::size_t left = count; left > 0 && !failed(); left--) {
      last += in_.number();
      const std::int64_t step = in_.signed_number();
      // An ordinal has 32 bits, so that a step has 33.
      failed_ =
          failed_ || step < -0xFFFFFFFFLL || step > 0xFFFFFFFFLL || ordinal + step < 0 || ordinal + step > 0xFFFFFFFFLL;
      if (failed()) return made;
      ordinal += step;
      const std::string& own = name(last);
      named_bytes_ += own.size();
      made.exports.push_back({own, static_cast<std::uint32_t>(ordinal), name()});
    }
    return made;
  }

  void read_registry(SystemImage& image) {
    const std::uint64_t read = in_.number();
    failed_ = failed_ || read > 3;
    image.has_software = (read & 1U) != 0;
    image.has_system = (read & 2U) != 0;
    readiness::ImageRegistry& registry = image.registry;
    registry.product = name();
    registry.build = small();
    for (auto* list : {&registry.classes, &registry.classes32, &registry.programs, &registry.services})
      for (std::size_t left = in_.count(); left > 0 && !failed(); left--) list->push_back(name());
    registry.features = pairs();
  }

  ByteReader in_;
  bool failed_ = false;
  std::vector<std::string> names_;
  std::size_t exports_ = 0, named_bytes_ = 0;
};

}  // namespace

std::string baseline_content(const SystemImage& image) { return BaselineWriter(image).write(); }

std::string seal_baseline(std::string_view content) { return sealed(baseline_seal, content); }

std::string write_baseline(const SystemImage& image) { return seal_baseline(baseline_content(image)); }

Result<SystemImage> read_baseline(std::string_view bytes) {
  const Unsealed file = SHOAL_TRY(unsealed(baseline_seal, bytes));
  auto image = BaselineReader(file.content).read();
  if (!image) return baseline_seal.is_bad("ends early or late, or names what it does not hold");
  return *std::move(image);
}

}  // namespace shoal::knowledge
