// What is unpacked of a cabinet, a package or a file of COMPRESS.EXE keeps to its budget in members, bytes and steps;
// the sheets of all members hold what fuzz/facts_hold.hpp asks, with paths that lead nowhere else; and both are the
// same twice.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "facts_hold.hpp"
#include "inspect/inspect.hpp"
#include "inspect/unpack.hpp"

namespace {

using namespace shoal::inspect;

std::string unpacked(std::string_view bytes) {
  constexpr std::uint64_t member_bytes_max = 100'000, bytes_max = 1'000'000, members_max = 50;
  PackageBudget budget;
  budget.work = Work(400'000);
  budget.member_bytes_max = member_bytes_max;
  budget.bytes_left = bytes_max;
  budget.members_left = members_max;
  std::uint64_t members = 0, seen = 0;
  std::string told;
  const auto each = [&](const UnpackedMember& member) {
    SHOAL_ASSERT(member.bytes.size() <= member_bytes_max && ++members <= members_max);
    seen += member.bytes.size();
    SHOAL_ASSERT(seen <= bytes_max);
    told.append(member.name).append(member.bytes.substr(0, 100)) += '\n';
  };
  const bool compressed = bytes.starts_with("SZDD") || bytes.starts_with("KWAJ");
  const auto troubles =
      compressed ? unpack_compressed(bytes, budget, each) : unpack_cabinets({{{}, Pieces(bytes)}}, budget, each);
  for (const std::string& trouble : troubles) told += trouble + "\n";
  return told;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const TextSearch search({});
  SHOAL_ASSERT(unpacked(bytes) == unpacked(bytes));
  const auto sheets = inspect_with_members(bytes, "a.ex_", search);
  const auto again = inspect_with_members(bytes, "a.ex_", search);
  SHOAL_ASSERT(!sheets.empty() && sheets[0].path.empty() && sheets.size() == again.size());
  for (std::size_t i = 0; i < sheets.size(); i++) {
    SHOAL_ASSERT(to_lines(sheets[i].sheet) == to_lines(again[i].sheet));
    SHOAL_ASSERT(i == 0 || !sheets[i].path.empty());
    SHOAL_ASSERT(sheets[i].path.find("..") == std::string::npos || sheets[i].path.find("/../") == std::string::npos);
    assert_facts_hold(sheets[i].sheet, ~std::uint64_t{0});
  }
  return 0;
}
