// What must hold of the facts of any bytes at all: each survives its line, its place lies within the file, and no more
// was done for the file than its budget allows.
#pragma once

#include "base/assert.hpp"
#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// A budget that a fuzzer's input exceeds now and then.
inline constexpr std::uint64_t fuzz_steps_max = 20'000;

inline void assert_facts_hold(const readiness::FactSheet& sheet, std::uint64_t file_bytes) {
  readiness::FactSheet again;
  for (std::size_t i = 0; i < sheet.size(); i++) {
    SHOAL_ASSERT(sheet[i].at <= file_bytes);
    SHOAL_ASSERT(readiness::add_line(to_line(sheet[i]), again));
    SHOAL_ASSERT(again[i] == sheet[i]);
  }
  // Each fact takes a step, but for the headers', the unread, and the few that come of one table together.
  SHOAL_ASSERT(sheet.size() <= fuzz_steps_max + 400);
}

}  // namespace shoal::inspect
