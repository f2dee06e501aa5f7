#include "inspect/unpack_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <doctest/doctest.h>

#include <memory>

#include "base/random.hpp"
#include "inspect/inspect.hpp"
#include "inspect/made_compound.hpp"
#include "inspect/made_image.hpp"

namespace {

using namespace shoal::inspect;
using namespace std::string_literals;

struct MadeFile {
  std::string name, bytes;
};

// An archive as another program writes it. `password` where one is wanted.
std::string made_archive(int format, const std::vector<MadeFile>& files, const char* password = nullptr) {
  const std::unique_ptr<archive, int (*)(archive*)> handle(archive_write_new(), archive_write_free);
  archive_write_set_format(handle.get(), format);
  if (password != nullptr) {
    archive_write_set_options(handle.get(), "zip:encryption=traditional");
    archive_write_set_passphrase(handle.get(), password);
  }
  std::string bytes(std::size_t{1} << 20U, '\0');
  std::size_t used = 0;
  REQUIRE(archive_write_open_memory(handle.get(), bytes.data(), bytes.size(), &used) == ARCHIVE_OK);
  for (const MadeFile& file : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, file.name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(file.bytes.size()));
    REQUIRE(archive_write_header(handle.get(), entry) == ARCHIVE_OK);
    archive_write_data(handle.get(), file.bytes.data(), file.bytes.size());
    archive_entry_free(entry);
  }
  REQUIRE(archive_write_close(handle.get()) == ARCHIVE_OK);
  bytes.resize(used);
  return bytes;
}

std::string unpacked_archive(const std::string& bytes, PackageBudget budget = {}) {
  prepare_archives();
  std::string text;
  const auto troubles = unpack_archive(bytes, budget, [&](const UnpackedMember& member) {
    text += member.name + ": " + std::string(member.bytes) + (member.whole ? "" : " and more") + "\n";
  });
  for (const std::string& trouble : troubles) text += "- " + trouble + "\n";
  return text;
}

const std::vector<MadeFile> two_files = {{"bin/a.exe", "MZ a"}, {"Größe.txt", "Hello"}};

std::string spelled_members(const std::string& bytes, std::string_view name) {
  prepare_to_inspect();
  const TextSearch search({});
  std::string text;
  for (const NamedSheet& each : inspect_with_members(bytes, name, search)) {
    text += each.path + " " + std::string(each.sheet.first(shoal::readiness::FactKind::format)->name);
    if (const auto unread = each.sheet.first(shoal::readiness::FactKind::unread, "members"))
      text += " (" + std::string(unread->value) + ")";
    text += "\n";
  }
  return text;
}

TEST_CASE("members of a zip and a 7z come out with their bytes and names") {
  for (const int format : {ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_7ZIP})
    CHECK(unpacked_archive(made_archive(format, two_files)) == "bin/a.exe: MZ a\nGröße.txt: Hello\n");
}

TEST_CASE("what wants a password is counted, and is no reason to leave out the rest") {
  CHECK(unpacked_archive(made_archive(ARCHIVE_FORMAT_ZIP, two_files, "secret")) ==
        "- 2 files in it are encrypted with a password\n");
}

TEST_CASE("an archive that is cut says so") {
  const std::string zip = made_archive(ARCHIVE_FORMAT_ZIP, two_files);
  CHECK(unpacked_archive(zip.substr(0, zip.size() / 2)) == "- it cannot be unpacked: it is damaged\n");
  const std::string seven = made_archive(ARCHIVE_FORMAT_7ZIP, two_files);
  CHECK(unpacked_archive(seven.substr(0, seven.size() - 5)) == "- it cannot be unpacked: it is damaged\n");
}

TEST_CASE("an archive beyond the budget of a package ends there") {
  const std::string zip = made_archive(ARCHIVE_FORMAT_ZIP, two_files);
  PackageBudget short_of_bytes;
  short_of_bytes.bytes_left = 6;
  CHECK(unpacked_archive(zip, short_of_bytes) ==
        "bin/a.exe: MZ a\n- there is more in it than is unpacked of one package\n");
  PackageBudget short_of_members;
  short_of_members.members_left = 1;
  CHECK(unpacked_archive(zip, short_of_members) ==
        "bin/a.exe: MZ a\n- there is more in it than is unpacked of one package\n");
  PackageBudget short_of_room;
  short_of_room.member_bytes_max = 2;
  CHECK(unpacked_archive(zip, short_of_room) == "bin/a.exe: MZ and more\nGröße.txt: He and more\n");
}

TEST_CASE("of a member that is too large a zip takes no more than its beginning from the budget") {
  const std::string zip = made_archive(ARCHIVE_FORMAT_ZIP, {{"film", std::string(900'000, 'x')}, {"a.exe", "MZ a"}});
  PackageBudget budget;
  budget.member_bytes_max = 10;
  budget.bytes_left = 100'000;
  CHECK(unpacked_archive(zip, budget) == "film: xxxxxxxxxx and more\na.exe: MZ a\n");
}

TEST_CASE("programs in an archive, in a program that unpacks itself, and in both") {
  const std::string zip = made_archive(ARCHIVE_FORMAT_ZIP, {{"till/run.bat", "@echo off\r\n"}});
  CHECK(spelled_members(zip, "till.zip") == " zip\ntill/run.bat script\n");
  const std::string program = made_pe({});
  const std::string own = program + zip;
  CHECK(spelled_members(own, "till.exe") == " pe\ntill/run.bat script\n");
  const std::string seven = program + made_archive(ARCHIVE_FORMAT_7ZIP, {{"run.bat", "@echo off\r\n"}});
  CHECK(spelled_members(seven, "till.exe") == " pe\nrun.bat script\n");
  const std::string cabinet = program + made_cabinet({{{"run.bat", "@echo off\r\n"}}, {}, {}, 0, {}});
  CHECK(spelled_members(cabinet, "till.exe") == " pe\nrun.bat script\n");
  CHECK(spelled_members(made_archive(ARCHIVE_FORMAT_ZIP, {{"setup.exe", cabinet}}), "x.zip") ==
        " zip\nsetup.exe pe\nsetup.exe/run.bat script\n");
  std::string deep = zip;
  for (int i = 0; i < 3; i++) deep = made_archive(ARCHIVE_FORMAT_ZIP, {{"z", deep}});
  CHECK(spelled_members(deep, "x.zip") ==
        " zip\nz zip\nz/z zip\nz/z/z zip (it is in a package that is itself in others)\n");
}

TEST_CASE("damaged archives end with a reason, and never otherwise") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  shoal::Random random(seed);
  for (const int format : {ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_7ZIP}) {
    const std::string whole = made_archive(format, two_files);
    for (int i = 0; i < 2000; i++) {
      std::string damaged = whole;
      for (int k = 0; k < 3; k++) damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
      PackageBudget budget;
      budget.bytes_left = 1000;
      const std::string text = unpacked_archive(damaged, budget);
      CHECK(text.size() < 5000);
    }
  }
}

}  // namespace
