// What one batch writes into the tables of a register.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/database.hpp"
#include "store/segment.hpp"
#include "store/store.hpp"

namespace shoal::store {

/// The statements by which a writer adds rows, prepared once.
struct Inserts {
  Statement import_row, file, content, find_content, trail, segment, last_segment, placement, verdict, retirement,
      set_aside, readiness, test;

  /// Errors: those of Database.
  static Result<Inserts> prepare(Database& database);
};

/// The parts of claims that were kept lately; the handles keep the addresses alive. Only true as long as what was
/// written with it is committed: to be forgotten where a batch fails.
using ClaimsMemory = std::unordered_map<const estate::Claims*, std::pair<Shared<estate::Claims>, Parts>>;

/// The numbers from which on rows are added.
struct NextRows {
  std::int64_t content = 0, file = 0, placement = 0;
};

/// Writes one batch within a transaction that somebody else begins and commits. Errors: those of Database.
class Writing {
 public:
  Writing(Inserts& inserts, ClaimsMemory& memory, std::int64_t import, NextRows next)
      : inserts_(inserts), memory_(memory), import_(import), next_(next), first_file_(next.file) {}

  Result<void> write(const Batch& batch);

  /// For each observation, as Store::keep().
  const std::vector<bool>& changed() const { return changed_; }
  const NextRows& next() const { return next_; }

 private:
  Result<void> write_file(const File& file);
  Result<ContentId> intern(std::string_view body);
  Result<void> write_observations(const Batch& batch);
  Result<void> write_log(const Batch& batch, TrailId trail, const std::vector<std::size_t>& observations);
  Result<Parts> claims_of(const Shared<estate::Claims>& claims, const Intern& intern_part);
  Result<Entry> entry_of(const Batch& batch, const NewObservation& each);
  Result<void> write_segment(std::int64_t id, TrailId trail, const Segment& segment);
  Result<void> write_trail(const estate::Trail& trail);
  Result<void> write_placement(const Placement& placement);
  Result<void> write_verdict(const Verdict& verdict);
  Result<void> write_retirement(const Retirement& retirement);
  Result<void> write_set_aside(const NewSetAside& each);
  Result<void> write_readiness(const KeptReadiness& kept);
  Result<void> write_test(const KeptTest& test);

  Inserts& inserts_;
  ClaimsMemory& memory_;
  std::int64_t import_;
  NextRows next_;
  std::int64_t first_file_;
  std::unordered_map<std::string, ContentId> known_;
  std::vector<bool> changed_;
};

}  // namespace shoal::store
