// The inputs of the model of presumption.hpp, and what they are called.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "exposure/presumption_model.hpp"

namespace shoal::exposure {

/// The model's inputs for one key, in the order of feature_name().
constexpr std::size_t feature_count = 82;
using Features = std::array<double, feature_count>;
Features features_of(SituationKey key);
/// For people: "the next newer release, and not the second".
std::string_view feature_name(std::size_t feature);

}  // namespace shoal::exposure
