#include "ingest/outbreak_tables.hpp"

#include <doctest/doctest.h>

namespace shoal::ingest {
namespace {

std::string outbreak_rows_aside(const Result<ReadTable>& read) {
  std::string made;
  for (const estate::SetAside& row : read.value().set_aside) made += row.place + ": " + row.reason + "\n";
  return made;
}

TEST_CASE("zones are read with their addresses, and rows that cannot be used are named") {
  outbreak::Description made;
  const auto read = read_outbreak_zones(
      "Zone,Site,Addresses,Internet,Uplink,Floor\n"
      "a,A,10.1.2.0/23,yes,1000.5,1\n"
      "b,A,,,,\n"
      "c,B,77,no,,\n"
      ",B,,,,\n"
      "d,,,,,\n"
      "a,B,,,,\n"
      "e,B,10.1.2/24,,,\n"
      "f,B,,maybe,,\n"
      "g,B,,,-1,\n"
      "*,B,,,,\n",
      "z.csv", made);
  REQUIRE(read);
  std::string text;
  for (const outbreak::DescribedZone& each : made.zones)
    text += each.name + " " + each.site + " " + std::to_string(each.addresses) +
            (each.reaches_kill_switch ? " i" : "") + (each.uplink == 1000.5 ? " u" : "") + " line " +
            std::to_string(each.line) + "\n";
  CHECK(text + outbreak_rows_aside(read) ==
        "a A 512 i u line 2\n"
        "b A 256 line 3\n"
        "c B 77 line 4\n"
        "z.csv: line 5: no zone is named\n"
        "z.csv: line 6: no site is named\n"
        "z.csv: line 7: zone a stands on line 2 already\n"
        "z.csv: line 8: addresses is not a number or a network such as 10.1.2.0/24: 10.1.2/24\n"
        "z.csv: line 9: internet is not yes or no: maybe\n"
        "z.csv: line 10: uplink is not attempts a second above 0: -1\n"
        "z.csv: line 11: zone is not a name: *\n");
  CHECK(read->ignored == std::vector<std::string>{"Floor"});
}

TEST_CASE("devices with the same release and updates are of one kind") {
  outbreak::Description made;
  const auto read = read_outbreak_devices(
      "device,zone,release,patched,personal,tier\n"
      "PC1,a,windows-7-sp1,MS17-010;KB958644,yes,2\n"
      "PC2,a,windows-7-sp1,KB958644|MS17-010,,\n"
      "PC3,b,windows-7-sp1,,,\n"
      "PC4,b,,,,\n"
      "PC1,b,,,,\n"
      "PC5,b,,,,12\n"
      "PC6,,,,,\n",
      "d.csv", made);
  REQUIRE(read);
  std::string text;
  for (const outbreak::DescribedDevice& each : made.devices)
    text += each.name + " " + each.zone + " " + made.kinds[each.kind].name + (each.has_personal_data ? " p" : "") +
            (each.tier ? " t" + std::to_string(*each.tier) : "") + "\n";
  CHECK(text + outbreak_rows_aside(read) ==
        "PC1 a windows-7-sp1 with KB958644, MS17-010 p t2\n"
        "PC2 a windows-7-sp1 with KB958644, MS17-010\n"
        "PC3 b windows-7-sp1\n"
        "PC4 b unknown\n"
        "d.csv: line 6: device PC1 stands on line 2 already\n"
        "d.csv: line 7: tier is not a number from 0 to 9: 12\n"
        "d.csv: line 8: no zone is named\n");
  CHECK(made.kinds.size() == 3);
}

TEST_CASE("ways, credentials and links are read row by row") {
  outbreak::Description made;
  const auto ways = read_outbreak_ways(
      "from,to,port,open\na,b,445/TCP,\n*,site:B,,no\na,b,445,\na,b,70000/tcp,\na,,,\n", "w.csv", made);
  REQUIRE(ways);
  const auto credentials = read_outbreak_credentials(
      "credential,devices,role,tier\nlocal,site:A,both,\ndomain,PC1,lies,0\ndomain,*,Opens,\nx,PC1,,\n", "c.csv", made);
  REQUIRE(credentials);
  const auto links = read_outbreak_links("from,to\nPC1,PC2\nPC1,\n", "l.csv", made);
  REQUIRE(links);
  std::string text;
  for (const outbreak::DescribedWay& each : made.ways)
    text += each.from + ">" + each.to + " " + each.port + (each.is_open ? " open\n" : " closed\n");
  for (const outbreak::DescribedCredential& each : made.credentials)
    text += each.name + " " + each.devices + (each.lies_on ? " lies" : "") + (each.opens ? " opens" : "") +
            (each.tier ? " tier\n" : "\n");
  for (const outbreak::DescribedLink& each : made.links) text += each.from + ">" + each.to + "\n";
  CHECK(text + outbreak_rows_aside(ways) + outbreak_rows_aside(credentials) + outbreak_rows_aside(links) ==
        "a>b 445/tcp open\n"
        "*>site:B * closed\n"
        "local site:A lies opens\n"
        "domain PC1 lies tier\n"
        "domain * opens\n"
        "PC1>PC2\n"
        "w.csv: line 4: port is not such as 445/tcp, or *: 445\n"
        "w.csv: line 5: port is not such as 445/tcp, or *: 70000/tcp\n"
        "w.csv: line 6: no zone to go to is named\n"
        "c.csv: line 5: role is not lies, opens or both: \n"
        "l.csv: line 3: no device to go to is named\n");
}

TEST_CASE("addresses are a number or a network") {
  CHECK(parse_addresses("254") == 254);
  CHECK(parse_addresses("10.0.0.0/8") == 16'777'216);
  CHECK(parse_addresses("0.0.0.0/0") == 4'294'967'296);
  CHECK(parse_addresses("10.1.2.3/32") == 1);
  for (const char* text : {"", "0", "-1", "10.0.0/8", "10.0.0.256/8", "10.0.0.0/33", "10.0.0.0/", "4294967297"}) {
    CAPTURE(text);
    CHECK(!parse_addresses(text));
  }
}

}  // namespace
}  // namespace shoal::ingest
