// Replicates on their way between machines: an ensemble as bytes, with what it is an ensemble of. Any machine may count
// any replicates; shards side by side are one.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "outbreak/ensemble.hpp"

namespace shoal::outbreak {

/// The SHA-256 of everything in `scenario`, as 64 lower-case hexadecimal digits: what two shards must have in common.
std::string digest(const Scenario& scenario);

struct Shard {
  std::string scenario;  ///< `digest` of it.
  Ensemble ensemble;
  bool operator==(const Shard&) const = default;
};

/// The same bytes for the same shard, on every machine; they end with their own SHA-256.
std::string encoded(const Shard& shard);

/// What `encoded` wrote.
/// Errors (corrupt): "outbreak.bad_shard", where they are other bytes, cut or changed on their way.
Result<Shard> decoded(std::string_view bytes);

/// All as one, in any order.
/// Errors (invalid_input): "outbreak.shards_differ", "outbreak.shards_apart", of no shards as well.
Result<Shard> merged(std::vector<Shard> shards);

}  // namespace shoal::outbreak
