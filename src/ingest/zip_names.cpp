#include "ingest/zip_names.hpp"

#include <algorithm>
#include <optional>

#include "base/little_endian.hpp"
#include "base/text.hpp"

namespace shoal::ingest {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view local_file = "PK\3\4"sv;
constexpr std::string_view directory_entry = "PK\1\2"sv;
constexpr std::string_view directory_end = "PK\5\6"sv;

// The directory and what follows it.
std::optional<std::string_view> directory_of(std::string_view bytes) {
  constexpr std::size_t end_bytes = 22, comment_bytes_max = 65'535;
  const std::string_view tail = bytes.substr(bytes.size() - std::min(bytes.size(), end_bytes + comment_bytes_max));
  const auto end = tail.rfind(directory_end);
  if (end == tail.npos || tail.size() - end < end_bytes) return std::nullopt;
  const std::size_t begin = little_endian(tail, end + 16, 4);
  const std::string_view directory = bytes.substr(std::min(begin, bytes.size()));
  return directory.starts_with(directory_entry) ? std::optional(directory) : std::nullopt;
}

template <typename Is>
bool any_in_directory(std::string_view directory, const Is& is) {
  constexpr std::size_t entry_bytes = 46;
  while (directory.size() >= entry_bytes && directory.starts_with(directory_entry)) {
    const std::size_t name = little_endian(directory, 28, 2);
    const std::size_t whole = entry_bytes + name + little_endian(directory, 30, 2) + little_endian(directory, 32, 2);
    if (is(directory.substr(entry_bytes, name))) return true;
    directory.remove_prefix(std::min(whole, directory.size()));
  }
  return false;
}

// From member to member. A size that is told behind the member, or in a field for large ones, is 0 or all ones here;
// then the next header is searched for.
template <typename Is>
bool any_in_members(std::string_view bytes, const Is& is) {
  constexpr std::size_t header_bytes = 30, untold = 0xFFFF'FFFF;
  for (auto at = bytes.find(local_file); at != bytes.npos && bytes.size() - at >= header_bytes;
       at = bytes.find(local_file)) {
    bytes.remove_prefix(at);
    const std::size_t name = little_endian(bytes, 26, 2), packed = little_endian(bytes, 18, 4);
    if (is(bytes.substr(header_bytes, name))) return true;
    const std::size_t whole = header_bytes + name + little_endian(bytes, 28, 2) + (packed == untold ? 0 : packed);
    bytes.remove_prefix(std::min(whole, bytes.size()));
  }
  return false;
}

}  // namespace

bool is_zip(std::string_view bytes) { return bytes.starts_with(local_file) || bytes.starts_with(directory_end); }

bool has_directory(std::string_view bytes) { return directory_of(bytes).has_value(); }

bool has_member(std::string_view bytes, std::string_view name) {
  const auto is_it = [&](std::string_view member) {
    while (member.starts_with('/')) member.remove_prefix(1);
    return equal_ignoring_case(member, name);
  };
  if (!is_zip(bytes)) return false;
  const auto directory = directory_of(bytes);
  return directory ? any_in_directory(*directory, is_it) : any_in_members(bytes, is_it);
}

}  // namespace shoal::ingest
