// What contains what, for the releases of one family, on one day of knowledge.
//
// Supersedence as the vendor lists it is full of holes, so containment rests on three bases: what the list declares,
// dated facts of ours, and lines. A line is a series of rollups of which each newer one contains the older; within it
// a missing link does not matter.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/bits.hpp"
#include "update/known_at.hpp"
#include "update/updates.hpp"

namespace shoal::update {

/// One step of a containment, for explaining.
struct Step {
  UpdateIndex newer;
  UpdateIndex older;
  Basis basis;
};

/// The updates of one family and the transitive closure of what contains what.
///
/// Updates have a local position in [0, size()), ascending by KB number, so that sets of them are Bits.
class FamilyView {
 public:
  /// Builds the view of family number `family` from what was known. `extra` are updates that must have a position even
  /// where no containment names them (a product's own rows). Cost: a few milliseconds for the largest family.
  FamilyView(const UpdateFacts& facts, std::uint8_t family, const KnownAt& known, std::span<const UpdateIndex> extra);

  std::size_t size() const { return members_.size(); }
  UpdateIndex member(std::size_t local) const { return members_[local]; }
  std::optional<std::size_t> local(UpdateIndex update) const;

  /// `update` itself and everything that it contains.
  const Bits& contained_in(std::size_t local) const { return contained_[local]; }

  /// A shortest chain of containments from `newer` down to `older`; empty where there is none or they are the same.
  std::vector<Step> chain(std::size_t newer, std::size_t older) const;

  /// The rollups of the line of `component`, ascending by release day.
  std::span<const std::size_t> rollups(std::uint16_t component) const;

 private:
  struct Line {
    std::uint16_t component;
    std::vector<std::size_t> rollups;
  };
  struct Edge {
    std::size_t newer, older;
    Basis basis;
  };

  void add_line_edges(const UpdateFacts& facts, std::uint8_t family);
  void close();

  std::vector<UpdateIndex> members_;
  std::vector<Bits> contained_;
  std::vector<Edge> edges_;  // Ascending by newer.
  std::vector<Line> lines_;
};

}  // namespace shoal::update
