// Hives of our own making, for tests: keys below each other, with texts and numbers.
//
// Layout: "Windows registry file format specification" by M. Suhanov (github.com/msuhanov/regf), sections "Base block",
// "Hive bin" and "Cell".
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/little_endian.hpp"
#include "inspect/made_bytes.hpp"

namespace shoal::inspect {

struct MadeKey {
  std::string name;
  std::vector<std::pair<std::string, std::string>> texts = {};
  std::vector<std::pair<std::string, std::uint32_t>> numbers = {};
  std::vector<MadeKey> keys = {};
};

class HiveWriter {
 public:
  std::string write(const MadeKey& root) {
    cells_.text("hbin");
    const std::uint32_t sizes_at = cells_.zeros(28) + 4;
    const std::uint32_t root_at = key(root, 0, 0x2C);
    std::uint32_t free_bytes = (4096 - cells_.here() % 4096) % 4096;
    if (free_bytes > 0) {
      cells_.u32(free_bytes);
      (void)cells_.zeros(free_bytes - 4);
    }
    cells_.set(sizes_at, cells_.here(), 4);
    MadeBytes base;
    base.text("regf");
    for (const std::uint32_t number : {1U, 1U, 0U, 0U, 1U, 3U, 0U, 1U, root_at, cells_.here(), 1U}) base.u32(number);
    base.zeros_up_to(508);
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < 508; i += 4) sum ^= static_cast<std::uint32_t>(little_endian(base.bytes(), i, 4));
    base.u32(sum);
    base.zeros_up_to(4096);
    return base.bytes() + cells_.bytes();
  }

 private:
  // A cell in use has its size below zero.
  std::uint32_t cell(const std::string& content) {
    const std::uint32_t at = cells_.here();
    const auto size = static_cast<std::uint32_t>((content.size() + 4 + 7) / 8 * 8);
    cells_.u32(0U - size);
    cells_.text(content);
    (void)cells_.zeros(size - 4 - content.size());
    return at;
  }
  std::uint32_t list(const std::vector<std::uint32_t>& places) {
    MadeBytes out;
    for (const std::uint32_t place : places) out.u32(place);
    return places.empty() ? none : cell(out.bytes());
  }
  std::uint32_t value(const std::string& name, std::uint32_t type, std::uint32_t size, std::uint32_t data) {
    MadeBytes out;
    out.text("vk");
    out.u16(name.size());
    out.u32(size);
    out.u32(data);
    out.u32(type);
    out.u32(1);  // The name is in ASCII.
    out.text(name);
    return cell(out.bytes());
  }
  std::uint32_t key(const MadeKey& made, std::uint32_t parent, std::uint32_t flags) {
    std::vector<std::uint32_t> values;
    for (const auto& [name, text] : made.texts) {
      MadeBytes data;
      data.wide(text);
      data.u16(0);
      values.push_back(value(name, 1, static_cast<std::uint32_t>(data.bytes().size()), cell(data.bytes())));
    }
    for (const auto& [name, number] : made.numbers) values.push_back(value(name, 4, 0x80000004, number));
    const std::uint32_t values_at = list(values);
    MadeBytes out;
    out.text("nk");
    out.u16(flags);
    out.zeros_up_to(16);
    out.u32(parent);
    out.u32(made.keys.size());
    out.u32(0);
    const std::uint32_t keys_at_here = out.here();
    for (const std::uint64_t number : {std::uint64_t{none}, std::uint64_t{none}, std::uint64_t{values.size()},
                                       std::uint64_t{values_at}, std::uint64_t{none}, std::uint64_t{none}})
      out.u32(number);
    (void)out.zeros(20);
    out.u16(made.name.size());
    out.u16(0);
    out.text(made.name);
    const std::uint32_t at = cell(out.bytes());
    std::vector<std::uint32_t> below;
    for (const MadeKey& each : made.keys) below.push_back(key(each, at, 0x20));
    if (below.empty()) return at;
    MadeBytes keys;
    keys.text("lf");
    keys.u16(below.size());
    for (std::size_t i = 0; i < below.size(); i++) {
      keys.u32(below[i]);
      std::string hint = made.keys[i].name.substr(0, 4);
      hint.resize(4);
      keys.text(hint);
    }
    cells_.set(at + 4 + keys_at_here, cell(keys.bytes()), 4);
    return at;
  }

  static constexpr std::uint32_t none = 0xFFFFFFFF;
  MadeBytes cells_;
};

inline std::string made_hive(const MadeKey& root) { return HiveWriter().write(root); }

}  // namespace shoal::inspect
