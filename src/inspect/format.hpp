// Which format bytes are in.
#pragma once

#include <cstdint>
#include <string_view>

#include "readiness/facts.hpp"

namespace shoal::inspect {

/// One of readiness::formats(), by content; only of texts, and of programs without any mark (.com), also by `name`.
/// The first 4 KiB are enough, but for a program whose own header stands behind them.
std::string_view format_of(std::string_view bytes, std::string_view name);

/// Of a member of a package, of which there are many, so many bytes are looked at, which costs so many steps.
inline constexpr std::uint64_t member_head_bytes = 1024, member_head_steps = 8000;

/// Adds the fact. Of "access" its value is the byte at 0x14 in decimal, which tells the version of Jet: 0 is 3.x, 1 is
/// 4.0, more is the later ACE.
void add_format(std::string_view bytes, std::string_view name, readiness::FactSheet& sheet);

}  // namespace shoal::inspect
