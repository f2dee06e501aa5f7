// What a ranking asks of outbreaks: what they come to with and without protections, and where they begin.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "outbreak/ensemble.hpp"
#include "outbreak/protection.hpp"

namespace shoal::outbreak {

/// Where an outbreak has to begin for a protection to change it far more than others, and what it may avert then.
struct Concern {
  std::vector<std::uint32_t> places;  ///< Each once. None: it is all the same where it begins.
  std::optional<double> chance;       ///< That a replicate begins at one of them; absent where it has to be drawn.
  std::int64_t least = 0, most = 0;   ///< What it averts in such a replicate is within, for sure; 0 is as well.
};

/// Outbreaks of one scenario, each with and without protections: always the same for the same replicate and protection.
class Trial {
 public:
  virtual ~Trial() = default;

  /// What the replicate comes to without protection.
  virtual Loss begin(std::uint64_t replicate) = 0;
  /// Whether the protection may change anything in the replicate that was begun last.
  virtual bool matters(const Protection& protection) const = 0;
  /// What the replicate that was begun last comes to with protection.
  virtual Loss run(const Protection& protection) = 0;
  /// Whether is_alike() may be asked about the protection and others joined to it.
  virtual bool may_be_alike(const Protection& /*protection*/) const { return false; }
  /// Whether the replicate that was begun last is sure to come to the same with all of `protection` and with any part
  /// of it. It takes about as long as run().
  virtual bool is_alike(const Protection& /*protection*/) { return false; }
  /// Whether the protection concerns what was spared where is_alike() said no in this replicate: a guess at what does
  /// change something, which decides only what is asked first.
  virtual bool is_suspect(const Protection& /*protection*/) const { return false; }

  /// The places where any replicate begins, which is told without simulating it.
  virtual std::vector<std::uint32_t> begins_at(std::uint64_t /*replicate*/) const { return {}; }
  /// It depends on the protection alone.
  virtual Concern concern(const Protection& /*protection*/) const { return {}; }
};
using MakeTrial = std::function<std::unique_ptr<Trial>()>;

}  // namespace shoal::outbreak
