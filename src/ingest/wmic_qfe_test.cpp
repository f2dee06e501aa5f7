#include "ingest/wmic_qfe.hpp"

#include <doctest/doctest.h>

#include "ingest/observation_spelling.hpp"

namespace shoal::ingest {
namespace {

std::string read_listings(std::string_view text, std::string_view place = "qfe.txt") {
  const auto listings = read_wmic_qfe(text, place);
  if (!listings) return std::string(listings.error().code);
  std::string all;
  for (const QfeListing& listing : *listings) {
    all += (all.empty() ? "" : "\n--\n") + spelled_observation(listing.seen);
    if (!listing.device_candidate.empty()) all += "\nperhaps " + listing.device_candidate;
  }
  return all;
}

TEST_CASE("on Windows XP the number of File 1 stands under ServicePackInEffect") {
  CHECK(read_listings(
            "Please wait while WMIC is being installed."
            "Caption  CSName  Description            HotFixID         InstalledBy  InstalledOn  ServicePackInEffect  "
            "\r\r\n"
            "         PC-1                           File 1                                     KB893803v2           "
            "\r\r\n"
            "         PC-1                           File 1                                                          "
            "\r\r\n"
            "         PC-1                           Q147222                                                         "
            "\r\r\n"
            "         PC-1    Update for Windows XP  KB2909921-IE8    User         12/31/2016   SP3                  "
            "\r\r\n"
            "\r\r\n") ==
        "PC-1\nupdates 893803-v2@2 147222@4 2909921-IE8@5=2016-12-31 | entries 4 nameless 1\nnot before 2016-12-31");
}

TEST_CASE("a day of installation is kept where it can be read in one way, whatever other rows show") {
  CHECK(read_listings("HotFixID    InstalledOn       \n"
                      "KB1000001   5/22/2015         \n"
                      "KB1000002   3/2/2019          \n"
                      "KB1000003   20190321          \n"
                      "KB1000004   01d4dfd0fb4eb361  \n"
                      "KB1000005                     \n",
                      "in/pc1_20190322.txt") ==
        "\nupdates 1000001@2=2015-05-22 1000002@3 1000003@4=2019-03-21 1000004@5=2019-03-21 1000005@6"
        " | entries 5 nameless 0\nseen on 2019-03-22\nnot before 2019-03-21");
}

TEST_CASE("a pair whose value looks like a heading is a pair") {
  CHECK(read_listings("CSName=PC.CSName  HotFixID\nHotFixID=KB1000001\nInstalledOn=\n\n") ==
        "PC.CSName  HotFixID\nupdates 1000001@2 | entries 1 nameless 0");
}

TEST_CASE("who installed the updates suggests a device only while nobody contradicts, and never names it") {
  const std::string heading = "HotFixID   InstalledBy          \n";
  const std::string system = "KB1000001  NT AUTHORITY\\SYSTEM  \n";
  const std::string user = "KB1000002  PC-1\\User            \n";
  const std::string both = "\nupdates 1000001@2 1000002@3 | entries 2 nameless 0";
  CHECK(read_listings(heading + system + user) == both + "\nperhaps PC-1");
  CHECK(read_listings(heading + system + user + "KB1000003  POLICE\\jones         \n") ==
        "\nupdates 1000001@2 1000002@3 1000003@4 | entries 3 nameless 0");
}

TEST_CASE("columns are counted in characters, and a row that has left them still gives its number") {
  CHECK(read_listings("Description     HotFixID   InstalledBy  InstalledOn  \n"
                      "Mise à jour     KB1000001  PC\\Élodie    5/22/2015    \n"
                      "Обновление      KB1000002  PC\\Öl        5/23/2015    \n"
                      "安全更新程序             KB1000003  PC\\A    5/24/2015    \n"
                      "安全更新程序             File 1     PC\\A    5/24/2015    \n") ==
        "\nupdates 1000001@2=2015-05-22 1000002@3=2015-05-23 1000003@4 | entries 4 nameless 1\n"
        "not before 2015-05-23\nperhaps PC");
}

TEST_CASE("a single column, a list of pairs and CSV are listings as well") {
  const std::string found = "updates 1000001@";
  CHECK(read_listings("HotFixID   \nKB1000001  \n") == "\n" + found + "2 | entries 1 nameless 0");
  CHECK(read_listings("\r\r\n\r\r\nCaption=http://support.microsoft.com/"
                      "?kbid=1000001\r\r\nCSName=PC-1\r\r\nHotFixID=KB1000001\r\r\n"
                      "InstalledOn=5/22/2015\r\r\n\r\r\n\r\r\nCaption=\r\r\nCSName=PC-1\r\r\nHotFixID=File 1\r\r\n"
                      "ServicePackInEffect=KB1000002\r\r\n\r\r\n") ==
        "PC-1\n" + found + "5=2015-05-22 1000002@11 | entries 2 nameless 0\nnot before 2015-05-22");
  CHECK(read_listings("\r\r\nNode,HotFixID,InstalledOn\r\r\nPC-1,KB1000001,5/22/2015\r\r\nPC-2,KB1000002,\r\r\n") ==
        "PC-1\n" + found + "3=2015-05-22 | entries 1 nameless 0\nnot before 2015-05-22\n--\n" +
            "PC-2\nupdates 1000002@4 | entries 1 nameless 0");
}

TEST_CASE("rows of several devices are several listings") {
  CHECK(read_listings("CSName  HotFixID   \nPC-1    KB1000001  \nPC-2    KB1000001  \npc-1    KB1000002  \n") ==
        "PC-1\nupdates 1000001@2 1000002@4 | entries 2 nameless 0\n--\nPC-2\nupdates 1000001@3 | entries 1 nameless 0");
}

TEST_CASE("a listing without rows says that there are no updates") {
  CHECK(read_listings("CSName  HotFixID   \r\r\n\r\r\n") == "\nupdates | entries 0 nameless 0");
}

TEST_CASE("a listing that is cut says so, and a number at the cut is not believed") {
  const std::string text = "CSName  HotFixID   Status  \nPC-1    KB1000001  OK      \nPC-1    KB1000002  OK      \n";
  const std::string first = "PC-1\nupdates 1000001@2";
  CHECK(read_listings(text) == first + " 1000002@3 | entries 2 nameless 0");
  CHECK(read_listings(text.substr(0, text.size() - 1)) == first + " 1000002@3 | entries 2 nameless 0");
  CHECK(read_listings(text.substr(0, text.size() - 6)) == first + " 1000002@3 | entries 2 nameless 0 cut short");
  CHECK(read_listings(text.substr(0, text.size() - 12)) == first + " | entries 1 nameless 0 cut short");
  CHECK(read_listings("HotFixID=KB1000001\nHotFixID=KB10000") ==
        "\nupdates 1000001@1 | entries 1 nameless 0 cut short");
  CHECK(read_listings("Node,HotFixID\nPC-1,KB1000001\nPC-1,KB10000") ==
        "PC-1\nupdates 1000001@2 | entries 1 nameless 0 cut short");
}

TEST_CASE("a text without a column HotFixID is no listing") {
  for (const char* text :
       {"", "Description  InstalledOn  \nUpdate       5/22/2015    \n", "The HotFixID is KB1000001\n",
        "Host Name: PC\nHotfix(s): N/A\n", "HotFixID is one column\n"})
    CHECK_MESSAGE(read_listings(text) == "ingest.not_an_inventory", text);
}

TEST_CASE("more rows than any listing has are refused") {
  std::string text = "HotFixID   \n";
  for (int i = 0; i < 600'000; i++) text += "KB1000001  \n";
  CHECK(read_listings(text) == "ingest.too_many_entries");
}

}  // namespace
}  // namespace shoal::ingest
