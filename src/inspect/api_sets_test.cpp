#include "inspect/api_sets.hpp"

#include <doctest/doctest.h>

#include "inspect/made_bytes.hpp"
#include "inspect/made_image.hpp"

namespace {

using namespace shoal;
using namespace shoal::inspect;

// A contract as a map has it: its name as there, and its hosts by who asks, the first by nobody.
struct MadeSet {
  std::string name;
  std::vector<std::pair<std::string, std::string>> hosts;
};

// Writes maps by the published layouts, with everything in the order in which it is named.
class MapWriter {
 public:
  explicit MapWriter(std::uint32_t version) : version_(version) {}

  std::string write(const std::vector<MadeSet>& sets) {
    out_.u32(version_);
    if (version_ != 2) {
      out_.u32(0);  // Of the whole; nobody needs it.
      out_.u32(0);
    }
    out_.u32(sets.size());
    if (version_ == 6) {
      out_.u32(28);
      out_.u32(0);
      out_.u32(31);
    }
    const std::uint32_t entry_bytes = version_ == 2 ? 12 : 24;
    const std::uint32_t entries_at = out_.zeros(sets.size() * entry_bytes);
    for (std::size_t i = 0; i < sets.size(); i++)
      write_set(sets[i], entries_at + static_cast<std::uint32_t>(i) * entry_bytes);
    return out_.bytes();
  }

 private:
  void set_name(std::uint32_t at, const std::string& name) {
    const std::uint32_t place = out_.here();
    out_.wide(name);
    out_.set(at, place, 4);
    out_.set(at + 4, name.size() * 2, 4);
  }
  void write_set(const MadeSet& set, std::uint32_t entry) {
    set_name(entry + (version_ == 2 ? 0 : 4), set.name);
    out_.align(4);
    out_.set(entry + (version_ == 2 ? 8 : version_ == 4 ? 20 : 16), out_.here(), 4);
    if (version_ == 6) {
      out_.set(entry + 12, set.name.find_last_of('-') * 2, 4);
      out_.set(entry + 20, set.hosts.size(), 4);
    } else {
      if (version_ == 4) out_.u32(0);
      out_.u32(set.hosts.size());
    }
    const std::uint32_t host_bytes = version_ == 2 ? 16 : 20, names_at = version_ == 2 ? 0 : 4;
    const std::uint32_t hosts_at = out_.zeros(set.hosts.size() * host_bytes);
    for (std::size_t i = 0; i < set.hosts.size(); i++) {
      const std::uint32_t at = hosts_at + static_cast<std::uint32_t>(i) * host_bytes + names_at;
      set_name(at, set.hosts[i].first);
      set_name(at + 8, set.hosts[i].second);
    }
  }

  std::uint32_t version_;
  MadeBytes out_;
};

std::string spelled(const std::optional<ApiSetMap>& map) {
  if (!map) return "none";
  std::string text = "version " + std::to_string(map->version);
  for (const readiness::ApiSet& set : map->sets) {
    text += "\n" + set.name + " " + set.host;
    for (const auto& [asks, host] : set.hosts_for) text += ", for " + asks + " " + host;
  }
  return text;
}

std::string read(std::string_view map) {
  Work work(file_steps_max);
  return spelled(read_api_sets(Span(map), work));
}

TEST_CASE("maps of versions 2, 4 and 6 are read by their layouts") {
  const std::vector<MadeSet> sets = {
      {"MS-Win-Core-File-L1-1-0", {{"", "kernel32.dll"}, {"kernel32.dll", "KernelBase.dll"}}},
      {"MS-Win-None-L1-1-0", {}},
      {"MS-Win-Nobody-L1-1-0", {{"", ""}}}};
  const std::string rest =
      "\nms-win-core-file-l1-1-0 kernel32.dll, for kernel32.dll kernelbase.dll\nms-win-none-l1-1-0 \n"
      "ms-win-nobody-l1-1-0 ";
  CHECK(read(MapWriter(2).write(sets)) == "version 2" + rest);
  CHECK(read(MapWriter(4).write(sets)) == "version 4" + rest);
  CHECK(
      read(MapWriter(6).write({{"api-ms-win-core-file-l1-2-3", {{"", "kernelbase.dll"}}}, {"ext-ms-a-l1-1-0", {}}})) ==
      "version 6\napi-ms-win-core-file-l1-2 kernelbase.dll\next-ms-a-l1-1 ");
}

TEST_CASE("a map of another version, or one that ends early, is none") {
  for (const std::uint32_t version : {2U, 4U, 6U}) {
    const std::string map = MapWriter(version).write({{"ms-win-core-file-l1-1-0", {{"", "kernel32.dll"}}}});
    CAPTURE(version);
    for (std::size_t size = 0; size < map.size(); size++) CHECK(read(map.substr(0, size)) == "none");
    std::string other = map;
    other[0] = 3;
    CHECK(read(other) == "none");
    for (std::size_t at = 0; at < map.size(); at += 4) {
      other = map;
      other[at] = other[at + 1] = other[at + 2] = other[at + 3] = '\xFF';
      (void)read(other);
    }
  }
}

TEST_CASE("the map stands in a section of its own of apisetschema.dll") {
  MadePe pe;
  pe.sections = {{".apiset", MapWriter(6).write({{"api-ms-win-a-l1-1-0", {{"", "a.dll"}}}})}};
  const auto read_module = [](const std::string& bytes) {
    Work work(file_steps_max);
    return spelled(api_sets_in(Span(bytes), work));
  };
  CHECK(read_module(made_pe(pe)) == "version 6\napi-ms-win-a-l1-1 a.dll");
  CHECK(read_module(made_pe({})) == "none");
  CHECK(read_module("MZ") == "none");
}

}  // namespace
