#include "ingest/pairing.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shoal::ingest {
namespace {

using estate::Observation;

Observation output(std::string place, std::string device, const std::vector<std::uint32_t>& numbers = {}) {
  Observation seen;
  seen.source = "systeminfo";
  seen.file = std::move(place);
  seen.device = std::move(device);
  seen.claims.edit().os.emplace();
  for (const std::uint32_t kb : numbers) seen.claims.edit().updates.emplace_back().kb = kb;
  return seen;
}

Observation listing(std::string place, std::string device, const std::vector<std::uint32_t>& numbers = {}) {
  Observation seen = output(std::move(place), std::move(device), numbers);
  seen.source = "wmic qfe";
  seen.claims.edit().os.reset();
  return seen;
}

// "0 1 (the same device name); 2": groups parted by semicolons, members by their index.
std::string paired(const std::vector<Observation>& observations) {
  std::string text;
  for (const Group& group : pair(observations)) {
    if (!text.empty()) text += "; ";
    for (const Member& member : group.members) {
      if (member.joined_by == JoinedBy::nothing) {
        text += std::to_string(member.index);
      } else {
        text += " " + std::to_string(member.index) + " (" + std::string(spelled(member.joined_by)) + ")";
      }
    }
  }
  return text;
}

TEST_CASE("a listing joins the output of the device that it names, wherever the files are") {
  CHECK(paired({listing("b/1.txt", "pc-1"), output("a/2.txt", "PC-1"), output("a/3.txt", "PC-2")}) ==
        "1 0 (the same device name); 2");
}

TEST_CASE("of several outputs with the name, the one whose file stands beside the listing's is meant") {
  CHECK(paired({output("vista_sp0_systeminfo.txt", "VISTA"), output("vista_sp2_systeminfo.txt", "VISTA"),
                listing("vista_sp2_qfe.txt", "VISTA")}) == "0; 1 2 (the same device name and file name)");
}

TEST_CASE("of several outputs with the name and no file beside, the only one whose updates are all listed is meant") {
  const auto both = [](const std::vector<std::uint32_t>& second) {
    return paired({output("a.txt", "PC", {1, 2}), output("b.txt", "PC", second), listing("c/q.txt", "PC", {3, 4})});
  };
  CHECK(both({3}) == "0; 1 2 (the same device name, and only here are all updates in both lists)");
  CHECK(both({5}) == "0; 1; 2");
  CHECK(both({}) == "0; 1; 2");
}

TEST_CASE("a listing without a name joins by folder and file name") {
  CHECK(paired({output("in/a_20190305_systeminfo.txt", "PC-1"), output("in/b_20190305_systeminfo.txt", "PC-2"),
                listing("in/a_20190305_qfe.txt", "")}) == "0 2 (the same folder and file name); 1");
  CHECK(paired({output("PC1/systeminfo.txt", "A"), listing("PC1/qfe.txt", ""), output("PC2\\systeminfo.txt", "B"),
                listing("PC2\\qfe.csv", "")}) ==
        "0 1 (the same folder and file name); 2 3 (the same folder and file name)");
  CHECK(paired({output("in/alpha_systeminfo.txt", "A"), listing("in/beta_qfe.txt", "")}) == "0; 1");
  CHECK(paired({output("PC1/systeminfo.txt", "A"), listing("PC2/qfe.txt", "")}) == "0; 1");
}

TEST_CASE("place never joins two different names, and joins a name to an output that lost its own") {
  CHECK(paired({output("PC1/systeminfo.txt", "A"), listing("PC1/qfe.txt", "B")}) == "0; 1");
  CHECK(paired({output("PC1/systeminfo.txt", ""), listing("PC1/qfe.txt", "B")}) ==
        "0 1 (the same folder and file name)");
}

TEST_CASE("a listing that could join several outputs stays alone, unless their updates decide") {
  CHECK(paired({output("in/1.txt", "A", {1}), output("in/2.txt", "B", {2}), listing("in/q.txt", "", {2})}) ==
        "0; 1 2 (the same folder and file name, and only here are all updates in both lists)");
  CHECK(paired({output("in/1.txt", "A", {1}), output("in/2.txt", "B", {1}), listing("in/q.txt", "", {1})}) ==
        "0; 1; 2");
  CHECK(paired({output("in/1.txt", "A"), listing("in/q.txt", ""), listing("in/r.txt", "")}) == "0; 1; 2");
}

Observation exported(std::string place, std::string device, bool tells_release) {
  Observation seen = output(std::move(place), std::move(device));
  seen.source = "registry export";
  if (!tells_release) seen.claims.edit().os.reset();
  return seen;
}

TEST_CASE("a registry export joins the systeminfo output of its name, and stands in for it where there is none") {
  CHECK(paired({exported("a/1.reg", "pc", true), output("b/2.txt", "PC"), listing("c/3.txt", "PC")}) ==
        "1 0 (the same device name) 2 (the same device name)");
  CHECK(paired({exported("a/1.reg", "pc", true), listing("c/3.txt", "PC")}) == "0 1 (the same device name)");
  CHECK(paired({exported("PC1/all.reg", "", true), output("PC1/systeminfo.txt", "A")}) == "0; 1");
}

TEST_CASE("a registry export of a few keys joins as a listing does") {
  CHECK(paired({exported("PC1/hotfix.reg", "", false), output("PC1/systeminfo.txt", "A")}) ==
        "1 0 (the same folder and file name)");
  CHECK(paired({exported("PC1/hotfix.reg", "", false), exported("PC1/all.reg", "A", true)}) ==
        "1 0 (the same folder and file name)");
}

TEST_CASE("every observation is in one group, and a thousand with one name cost no more than they must") {
  std::vector<Observation> many;
  many.reserve(2000);
  for (int i = 0; i < 1000; i++) many.push_back(output("o" + std::to_string(i) + "_s.txt", "PC"));
  for (int i = 0; i < 1000; i++) many.push_back(listing("q" + std::to_string(i) + "_q.txt", "PC"));
  CHECK(pair(many).size() == 2000);
  CHECK(pair({}).empty());
}

}  // namespace
}  // namespace shoal::ingest
