#include "ingest/encoding.hpp"

#include <doctest/doctest.h>

namespace shoal::ingest {
namespace {

using namespace std::string_literals;

// "utf-8: text", or the error's code and sentence.
std::string decoded(std::string_view bytes) {
  const auto text = decode(bytes);
  if (!text) return std::string(text.error().code) + ": " + text.error().message;
  return std::string(spelled(text->encoding())) + ": " + std::string(text->text());
}

// `ascii` as UTF-16 without a mark.
std::string utf16le(std::string_view ascii) {
  std::string bytes;
  for (const char c : ascii) bytes += {c, '\0'};
  return bytes;
}

TEST_CASE("ASCII and UTF-8 are read where they stand, without a copy") {
  const std::string ascii = "Host Name: PC-1\r\n";
  const std::string utf8 = "Dom\xC3\xA4ne: WORKGROUP\r\n";
  CHECK(decoded(ascii) == "ascii: " + ascii);
  CHECK(decoded(utf8) == "utf-8: " + utf8);
  CHECK(decode(ascii)->text().data() == ascii.data());
  CHECK(decode(utf8)->text().data() == utf8.data());
}

TEST_CASE("a byte order mark is removed") {
  CHECK(decoded("\xEF\xBB\xBFHost") == "utf-8: Host");
  CHECK(decoded("\xFF\xFE" + utf16le("Host")) == "utf-16le: Host");
  CHECK(decoded("\xFE\xFF\0H\0o\0s\0t"s) == "utf-16be: Host");
}

TEST_CASE("UTF-8 that the end of the file cuts in a character is UTF-8 up to there") {
  CHECK(decoded("Gr\xC3\xB6\xC3\x9F") == "utf-8: Gr\xC3\xB6\xC3\x9F");
  CHECK(decoded("Gr\xC3\xB6\xC3") == "utf-8: Gr\xC3\xB6");
}

TEST_CASE("overlong forms and surrogates are not UTF-8") {
  for (const char* bytes : {"a \xC0\x80", "a \xE0\x80\x80", "a \xED\xA0\x80", "a \xF4\x90\x80\x80"}) {
    CAPTURE(bytes);
    CHECK(decode(bytes)->encoding() != Encoding::utf8);
  }
}

TEST_CASE("UTF-16LE without a mark is recognised, alone and behind wmic's ASCII notice") {
  const std::string notice = "Please wait while WMIC is being installed.";
  CHECK(decoded(utf16le("Caption  CSName\r\n")) == "utf-16le: Caption  CSName\r\n");
  CHECK(decoded(notice + utf16le("Caption  CSName\r\n")) == "utf-16le: " + notice + "Caption  CSName\r\n");
  CHECK(decoded(notice + "\xFF\xFE" + utf16le("Caption")) == "utf-16le: " + notice + "Caption");
  CHECK(decoded("\xFF\xFE" + notice + utf16le("Caption")) == "utf-16le: " + notice + "Caption");
  CHECK(decoded("\xFF\xFE" + notice + "Caption  CSName") == "ascii: " + notice + "Caption  CSName");
}

TEST_CASE("UTF-16 keeps characters beyond 16 bits, replaces lone surrogates and leaves half a unit at the end off") {
  CHECK(decoded("\xFF\xFE\x3D\xD8\x00\xDE"s) == "utf-16le: \xF0\x9F\x98\x80");
  CHECK(decoded("\xFF\xFE\x3D\xD8\x41\0"s) ==
        "utf-16le: \xEF\xBF\xBD"
        "A");
  CHECK(decoded("\xFF\xFEH\0o\0s"s) == "utf-16le: Ho");
}

TEST_CASE("the code page is the one in which the words are words") {
  struct Case {
    const char* encoding;
    const char* bytes;
    const char* text;
  };
  const Case cases[] = {
      {"cp850", "Nom de l'h\x93te:  PC\r\nSyst\x8Ame d'exploitation\r\nPropri\x82taire\r\n2\xFF\x30\x34\x37 Mo",
       "Nom de l'hôte:  PC\r\nSystème d'exploitation\r\nPropriétaire\r\n2\xC2\xA0\x30\x34\x37 Mo"},
      {"cp850", "Versi\xA2n del sistema: N/D Compilaci\xA2n\r\nM\xA0ximo: S\xA1 Espa\xA4ol",
       "Versión del sistema: N/D Compilación\r\nMáximo: Sí Español"},
      {"cp850", "Eigenst\x84ndig: Verf\x81gbar Gr\x94\xE1\x65", "Eigenständig: Verfügbar Größe"},
      {"cp1252", "Eigenst\xE4ndig: Verf\xFCgbar Gr\xF6\xDF\x65", "Eigenständig: Verfügbar Größe"},
      {"cp1252", "Syst\xE8me: Propri\xE9taire de l\x92h\xF4te, 2\xA0\x30\x34\x37 Mo",
       "Système: Propriétaire de l’hôte, 2\xC2\xA0\x30\x34\x37 Mo"},
      {"cp866", "\x88\xAC\xEF \xE3\xA7\xAB\xA0:  PC\r\n\x8D\xA0\xA7\xA2\xA0\xAD\xA8\xA5 \x8E\x91:  Windows",
       "Имя узла:  PC\r\nНазвание ОС:  Windows"},
      {"cp1251", "\xC8\xEC\xFF \xF3\xE7\xEB\xE0:  PC\r\n\xCD\xE0\xE7\xE2\xE0\xED\xE8\xE5 \xCE\xD1:  Windows",
       "Имя узла:  PC\r\nНазвание ОС:  Windows"},
      {"gbk", "\xD6\xF7\xBB\xFA\xC3\xFB:  PC\r\nOS \xC3\xFB\xB3\xC6:  Windows\r\nOS \xB0\xE6\xB1\xBE:  10",
       "主机名:  PC\r\nOS 名称:  Windows\r\nOS 版本:  10"},
  };
  for (const Case& c : cases) CHECK(decoded(c.bytes) == std::string(c.encoding) + ": " + c.text);
}

TEST_CASE("a no-break space alone is read as one in OEM pages and in Windows pages") {
  CHECK(decoded("32\xFF\x35\x30\x33 MB") == "cp850: 32\xC2\xA0\x35\x30\x33 MB");
  CHECK(decoded("32\xA0\x35\x30\x33 MB") == "cp1252: 32\xC2\xA0\x35\x30\x33 MB");
}

TEST_CASE("a NUL that UTF-16 does not explain is refused with its offset") {
  CHECK(decoded("Host\xE9\0Name"s) ==
        "ingest.bad_encoding: the text is in no encoding that we read: a NUL byte at offset 5");
  CHECK(decoded("\0\0\0\0"s) == "ingest.bad_encoding: the text is in no encoding that we read: a NUL byte at offset 0");
}

}  // namespace
}  // namespace shoal::ingest
