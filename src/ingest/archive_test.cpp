#include "ingest/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "ingest/xlsx.hpp"

namespace shoal::ingest {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;  // names and contents; a folder ends in a slash

struct Format {
  int format = ARCHIVE_FORMAT_ZIP;
  int filter = ARCHIVE_FILTER_NONE;
  const char* options = nullptr;
};
const Format zip_format;
const Format stored_format{ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store"};
const Format seven_zip_format{ARCHIVE_FORMAT_7ZIP};
const Format tar_format{ARCHIVE_FORMAT_TAR_PAX_RESTRICTED};

// Names are written as they stand, in UTF-8.
std::string packed(const Files& files, const Format& as = zip_format) {
  archive* made = archive_write_new();
  REQUIRE(archive_write_set_format(made, as.format) == ARCHIVE_OK);
  REQUIRE(archive_write_add_filter(made, as.filter) == ARCHIVE_OK);
  if (as.options != nullptr) REQUIRE(archive_write_set_options(made, as.options) == ARCHIVE_OK);
  REQUIRE(archive_write_set_passphrase(made, "secret") == ARCHIVE_OK);  // used only where the options say so
  std::string bytes(std::size_t{1} << 22U, '\0');
  std::size_t used = 0;
  REQUIRE(archive_write_open_memory(made, bytes.data(), bytes.size(), &used) == ARCHIVE_OK);
  for (const auto& [name, content] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, name.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_perm(entry, 0644);
    REQUIRE(archive_write_header(made, entry) >= ARCHIVE_WARN);
    archive_write_data(made, content.data(), content.size());
    archive_entry_free(entry);
  }
  REQUIRE(archive_write_close(made) == ARCHIVE_OK);
  archive_write_free(made);
  bytes.resize(used);
  return bytes;
}

// What is handed on and set aside, a line each.
std::string unpacked(std::string_view bytes, const ArchiveLimits& limits = {}) {
  std::string out;
  read_archive(
      bytes, "e.zip",
      {[&](const std::string& place, std::string_view member) {
         out += place + ": " + (member.size() < 20 ? std::string(member) : std::to_string(member.size())) + "\n";
       },
       [&](const estate::SetAside& aside) { out += aside.place + ": " + aside.code + ": " + aside.reason + "\n"; }},
      limits);
  return out;
}

TEST_CASE("the files of every kind of archive are handed on with their places") {
  const Files files{{"site1/", ""}, {"site1/PC1.txt", "one"}, {"PC2.txt", "two"}};
  const std::string found = "e.zip/site1/PC1.txt: one\ne.zip/PC2.txt: two\n";
  CHECK(unpacked(packed(files, zip_format)) == found);
  CHECK(unpacked(packed(files, tar_format)) == found);
  for (const int filter : {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD}) {
    CAPTURE(filter);
    const std::string bytes = packed(files, {ARCHIVE_FORMAT_TAR_USTAR, filter});
    CHECK(is_archive(bytes));
    CHECK(unpacked(bytes) == found);
  }
  // Its writer of 7z puts what is empty at the end.
  CHECK(unpacked(packed(files, seven_zip_format)) == found);
}

TEST_CASE("a compressed file that is no tar keeps its place") {
  CHECK(unpacked(packed({{"ignored", "one"}}, {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP})) == "e.zip: one\n");
}

TEST_CASE("a name outside ASCII is read whatever the locale is, and a control character is shown as a question mark") {
  CHECK(unpacked(packed({{"L\xC3\xBCneburg/\xD0\x9F\xD0\x9A.txt", "one"}}, tar_format)) ==
        "e.zip/L\xC3\xBCneburg/\xD0\x9F\xD0\x9A.txt: one\n");
  CHECK(unpacked(packed({{"a\x1B[2Jb", "one"}})) == "e.zip/a?[2Jb: one\n");
  CHECK(unpacked(packed({{"site\\PC1.txt", "one"}})) == "e.zip/site/PC1.txt: one\n");
}

TEST_CASE("an archive in an archive is read, and one in that is set aside") {
  const std::string inner = packed({{"PC1.txt", "one"}});
  const std::string middle = packed({{"b.zip", inner}, {"PC2.txt", "two"}});
  CHECK(unpacked(middle) == "e.zip/b.zip/PC1.txt: one\ne.zip/PC2.txt: two\n");
  CHECK(unpacked(packed({{"a.zip", middle}, {"PC3.txt", "three"}})) ==
        "e.zip/a.zip/b.zip: ingest.archive_too_deep: an archive 2 archives deep; unpack the outer ones first\n"
        "e.zip/a.zip/PC2.txt: two\n"
        "e.zip/PC3.txt: three\n");
}

TEST_CASE("an encrypted member is set aside") {
  CHECK(unpacked(packed({{"PC1.txt", "one"}}, {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:encryption=zipcrypt"})) ==
        "e.zip/PC1.txt: ingest.encrypted: encrypted with a password; pack it again without one\n");
}

TEST_CASE("a name that leads out of its folder is set aside, and the rest is read") {
  const std::string why =
      "e.zip: ingest.unsafe_name: a name that is absolute, leads out of its folder, or is longer than names are: ";
  CHECK(unpacked(packed({{"../../PC1.txt", "x"}, {"/PC1.txt", "x"}, {"C:\\PC1.txt", "x"}, {"a/..b", "y"}})) ==
        why + "../../PC1.txt\n" + why + "/PC1.txt\n" + why + "C:/PC1.txt\n" + "e.zip/a/..b: y\n");
}

TEST_CASE("a broken member is set aside, and a broken archive says how far it was read") {
  std::string changed = packed({{"PC1.txt", "first"}, {"PC2.txt", "second"}}, stored_format);
  changed.replace(changed.find("first"), 5, "worst");
  CHECK(unpacked(changed).starts_with("e.zip/PC1.txt: ingest.bad_archive: the file cannot be unpacked: "));
  CHECK(unpacked(changed).ends_with("\ne.zip/PC2.txt: second\n"));
  const std::string torn = packed({{"PC1.txt", std::string(100'000, 'x')}, {"PC2.txt", "second"}}, tar_format);
  CHECK(
      unpacked(torn.substr(0, 50'000)).starts_with("e.zip/PC1.txt: ingest.bad_archive: the file cannot be unpacked: "));
  const std::string cut = packed({{"PC1.txt", "first"}, {"PC2.txt", "second"}}, tar_format);
  CHECK(unpacked(cut.substr(0, 1'300))
            .starts_with("e.zip/PC1.txt: first\ne.zip: ingest.bad_archive: the archive cannot be "
                         "unpacked beyond its first file: "));
  CHECK(unpacked("PK\3\4 and nonsense")
            .starts_with("e.zip: ingest.bad_archive: the archive cannot be unpacked at all: "));
}

TEST_CASE("an archive without files is no success") {
  CHECK(unpacked(packed({})) == "e.zip: ingest.empty: the archive has no files in it\n");
  CHECK(unpacked(packed({{"site1/", ""}})) == "e.zip: ingest.empty: the archive has no files in it\n");
}

TEST_CASE("a member beyond the limit is set aside, and the next is read") {
  ArchiveLimits limits;
  limits.member_bytes_max = 10;
  for (const Format& format :
       {zip_format, tar_format, seven_zip_format, Format{ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP}}) {
    CAPTURE(format.format);
    CHECK(unpacked(packed({{"film", std::string(11, 'x')}, {"PC1.txt", "one"}}, format), limits) ==
          "e.zip/film: ingest.too_large: more than the 10 bytes that a file in an archive may have\ne.zip/PC1.txt: "
          "one\n");
  }
}

TEST_CASE("limits for the whole stop the reading and say so, archives inside included") {
  ArchiveLimits limits;
  limits.members_max = 2;
  const std::string inner = packed({{"PC1.txt", "one"}, {"PC2.txt", "two"}});
  CHECK(unpacked(packed({{"a.zip", inner}, {"PC3.txt", "three"}}), limits) ==
        "e.zip/a.zip/PC1.txt: one\n"
        "e.zip: ingest.archive_too_large: more than 2 files in it; what follows was not read\n");
  limits = {};
  limits.unpacked_bytes_max = 8;
  CHECK(unpacked(packed({{"PC1.txt", "12345"}, {"PC2.txt", "12345"}}), limits) ==
        "e.zip/PC1.txt: 12345\n"
        "e.zip: ingest.archive_too_large: more than 8 bytes unpacked; what follows was not read\n");
}

TEST_CASE("a bomb is stopped by how much it grows, wherever it is hidden") {
  ArchiveLimits limits;
  limits.ratio_max = 100;
  limits.ratio_from_bytes = 1'000'000;
  const std::string zeros(2'000'000, '\0');
  const std::string stopped =
      "e.zip: ingest.archive_too_large: more than 100 bytes unpacked for each byte of it; what follows was not read\n";
  CHECK(unpacked(packed({{"PC1.txt", zeros}}), limits) == stopped);
  CHECK(unpacked(packed({{"a.tar.xz", packed({{"PC1.txt", zeros}}, {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ})}}),
                 limits) == stopped);
  // A member that is too large is unpacked to get by it, and counts.
  limits.member_bytes_max = 1'000;
  CHECK(unpacked(packed({{"PC1.txt", zeros}}, {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP}), limits) ==
        "e.zip/PC1.txt: ingest.too_large: more than the 1,000 bytes that a file in an archive may have\n" + stopped);
}

TEST_CASE("workbooks, documents and programs that are zips by their bytes are no archives") {
  const std::string workbook =
      packed({{"[Content_Types].xml", "x"}, {"docProps/app.xml", "x"}, {"xl/workbook.xml", "x"}});
  CHECK(is_workbook(workbook));
  CHECK(is_document(workbook));
  CHECK_FALSE(is_archive(workbook));
  for (const char* name : {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"}) {
    CAPTURE(name);
    const std::string document = packed({{"word/document.xml", "x"}, {name, "x"}});
    CHECK(is_document(document));
    CHECK_FALSE(is_archive(document));
  }
}

TEST_CASE("bytes that end within the mark of a format are no archive") {
  for (const std::string_view bytes : {"", "P", "PK", "7z", "\x1F", "BZ", "BZh", "BZh9", "BZh91AY&S", "Host Name: PC1"})
    CHECK_FALSE(is_archive(bytes));
}

TEST_CASE("a workbook in an archive is handed on whole, and does not make the archive one") {
  const std::string workbook = packed({{"xl/workbook.xml", "x"}});
  const std::string around = packed({{"list.xlsx", workbook}, {"PC1.txt", "one"}});
  CHECK(is_archive(around));
  CHECK(unpacked(around) == "e.zip/list.xlsx: " + std::to_string(workbook.size()) + "\ne.zip/PC1.txt: one\n");
}

// The directory stands at the end, so that it is what a download that broke off lacks.
TEST_CASE("a zip without its directory is told by the members that are there") {
  const std::string workbook = packed({{"[Content_Types].xml", "x"}, {"xl/workbook.xml", "x"}, {"xl/a.xml", "x"}});
  const std::string cut = workbook.substr(0, workbook.find("xl/a.xml"));
  CHECK(is_workbook(cut));
  const std::string around = packed({{"list.xlsx", workbook}, {"PC1.txt", "one"}}, stored_format);
  CHECK(is_archive(around.substr(0, around.find("PC1.txt"))));
}

}  // namespace
}  // namespace shoal::ingest
