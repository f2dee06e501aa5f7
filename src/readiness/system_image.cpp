#include "readiness/system_image.hpp"

#include <algorithm>
#include <tuple>

namespace shoal::readiness {
namespace {

template <typename T>
void sort_once(std::vector<T>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

// Of those that are equal by `key`, the first stays.
template <typename T, typename Key>
void sort_once_by(std::vector<T>& all, Key key) {
  const auto is_before = [&](const T& a, const T& b) { return key(a) < key(b); };
  if (!std::is_sorted(all.begin(), all.end(), is_before)) std::stable_sort(all.begin(), all.end(), is_before);
  all.erase(std::unique(all.begin(), all.end(), [&](const T& a, const T& b) { return key(a) == key(b); }), all.end());
}

}  // namespace

void put_in_order(SystemImage& image) {
  sort_once_by(image.modules, [](const ImageModule& module) { return std::tie(module.machine, module.name); });
  for (ImageModule& module : image.modules)
    sort_once_by(module.exports, [](const ImageExport& each) { return std::tie(each.name, each.ordinal); });
  sort_once_by(image.api_sets, [](const ApiSet& set) { return std::tie(set.name); });
  for (ApiSet& set : image.api_sets) sort_once_by(set.hosts_for, [](const auto& host) { return std::tie(host.first); });
  sort_once(image.side_by_side);
  ImageRegistry& registry = image.registry;
  for (auto* names : {&registry.classes, &registry.classes32, &registry.programs, &registry.services})
    sort_once(*names);
  sort_once_by(registry.features, [](const auto& feature) { return std::tie(feature.first); });
}

}  // namespace shoal::readiness
