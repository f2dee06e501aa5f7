// What is known of one file of an application: facts, read by inspect/ and judged here.
//
// A fact is a kind, a name and, where the kind has them, a value, a number and a place in the file. Rules ask for facts
// by kind and name (rule.hpp), and whatever a rule finds is its evidence. Names are as the file has them, except that
// names of modules are in lower case, since Windows compares them so.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal::readiness {

/// What a fact is about. The comments say what its parts hold; a part that is not mentioned is empty. `at` is an offset
/// in the file in bytes unless said otherwise.
enum class FactKind : std::uint8_t {
  format,             ///< name: one of formats(), always the first fact.
  unread,             ///< name: what could not be read, "imports"; value: why, in words. The rest of the facts hold.
                      ///< "members" is of a package: which of its files could not be unpacked, and why.
  file_name,          ///< name: the file's own name in lower case, "setup.exe".
  machine,            ///< name: "x86", "x64", "arm64", "arm", "ia64", "alpha", "mips", "ppc" or "0x1234".
  subsystem,          ///< name: "native", "gui", "console", "os2", "posix", "wince", "efi", "xbox" or a number. Of NE:
                      ///< "windows", "os2", "dos4", "win386", "unknown".
  subsystem_version,  ///< number: major * 100 + minor, 501 of Windows XP. Of NE the Windows version that it expects.
  image_flag,         ///< name: "dll", "relocs-stripped", "large-address-aware", "nx-compat", "dynamic-base",
                      ///< "force-integrity", "no-isolation", "no-seh", "guard-cf", "appcontainer", "library" (of NE).
  linker,             ///< number: major * 100 + minor.
  section,            ///< name: of the section; value: "r", "w", "x" and "s" (all processes share
                      ///< it) as it has them; number: its size in memory.
  alignment,          ///< number: of sections in memory.
  import,             ///< name: the module; value: the function, or "#12" by its ordinal; at: of the name.
  delay_import,       ///< As import, where the program asks for it only when it first calls it.
  // NOLINTNEXTLINE(readability-identifier-naming): the word without the underscore is C++'s
  export_,           ///< name: the function, or "#12"; value: where it is forwarded to, "ntdll.RtlMoveMemory"; number:
                     ///< its ordinal.
  export_module,     ///< name: what the module calls itself.
  resource,          ///< name: the type, "manifest", "version", "dialog" or "#241"; value: name of the resource;
                     ///< number: its size.
  version,           ///< name: a string of the version resource, "ProductName"; value: what it says. Also
                     ///< "FileVersion" and "ProductVersion" by numbers, "6.1.7600.16385", as name "fixed-file-version"
                     ///< and "fixed-product-version".
  manifest,          ///< name: "execution-level", value "asInvoker"; "supported-os", value a GUID in lower case;
                     ///< "dpi-aware"; "dependency", value an assembly's name; "com-class", value a CLSID; "ui-access";
                     ///< "identity", value the assembly's own name; "unreadable".
  clr,               ///< name: "metadata", value "v2.0.50727"; "flag", value "il-only", "32bit-required",
                     ///< "32bit-preferred", "strong-name"; "reference", value an assembly; "module", value a native DLL
                     ///< that it calls; "runtime", value a version that an application's configuration names.
  signature,         ///< name: "present" and a number, its size; "digest", value "sha1", "sha256", "md5"; "signer",
                     ///< value the common name of the leaf certificate; "issuer" of its issuer.
  debug,             ///< value: path of the program database.
  packer,            ///< name: "upx", "aspack", "themida"; what suggests it in value. "high-entropy" where only that.
  overlay,           ///< number: bytes behind what the headers describe; value: magic word known there, "nullsoft".
  visual_basic,      ///< name: "version", value "5", "6"; "native" or "p-code"; "control", value the file of an OCX.
  installer,         ///< name: "installshield", "nsis", "inno", "wise", "msi", "acme"; value: its version where told.
  string,            ///< name: a text that a rule asks for, found in ASCII or UTF-16 ignoring case; value: as found,
                     ///< with what stands around it; number: 1 where UTF-16.
  word,              ///< Of scripts: name: a command that a rule asks for; value: its line; at: the line's number.
  script,            ///< name: "batch", "vbscript", "jscript", "powershell", "wsf", "hta", "html".
  msi_property,      ///< name and value as in the Property table. Also "template" and "schema" of the summary.
  msi_row,           ///< name: a table; value: its columns, "Type=51", with '\x1f' between them; at: the row, from 1.
                     ///< Of a File behind them "Folder=SystemFolder" where it goes to one that Windows knows by name.
  msi_condition,     ///< name: the table, "LaunchCondition"; value: the condition; more: the message, or what hangs
                     ///< on it; at: the row. Of a Condition that switches a feature off, its contrary. "Refusal" is
                     ///< the contrary of the condition on which a custom action ends the setup.
  inf,               ///< name: "class", value "printer"; "signature", value "$windows nt$"; "file", value a file.
  contains,          ///< Of archives and packages: name: format of a member; value: its path.
  sibling,           ///< Said by the application: name: "config", "manifest", "missing-module", "other-machine"; value.
  unresolved,        ///< Said of a target: name: the module, value: the function; number 1 where the module is there
                     ///< and nothing is known that would add the function.
  unresolved_delay,  ///< As unresolved, of delay imports.
  condition_false,   ///< Said of a target: as msi_condition, where it is false there.
  /// Said of a target whose services are known: name: one that is not there; value: the service of the package that
  /// waits for it; at: its row.
  unresolved_service,
  yara,  ///< name: a YARA rule that a rule asks for and that matches, "own.yar#Old"; value: which of its
         ///< strings was found, "$a"; at: of the string.
};
inline constexpr std::size_t fact_kinds = 38;

/// "format", "subsystem-version", "export": as in rules, JSON and on the screen.
std::string_view spelled(FactKind kind);
std::optional<FactKind> fact_kind(std::string_view spelled);

/// "unknown", "empty", "mz", "com", "ne", "le", "lx", "pe", "script", "msi", "msp", "compound", "cab", "zip", "szdd",
/// "kwaj", "installshield-cab", "installshield-z", "help", "chm", "access", "inf", "registry", "manifest", "config",
/// "typelib", "class", "text", "7z", "rar", "elf", "pdf", "picture".
std::span<const std::string_view> formats();

/// One fact. A view into the sheet that gave it.
struct Fact {
  FactKind kind = FactKind::format;
  std::string_view name, value, more;
  std::uint64_t number = 0;
  std::uint64_t at = 0;
  bool operator==(const Fact&) const = default;
};

/// The facts of one file, in the order in which they were read.
class FactSheet {
 public:
  /// Copies the texts. Beyond `facts_max` or `text_bytes_max` the fact is dropped and full() says so.
  void add(FactKind kind, std::string_view name, std::string_view value = {}, std::uint64_t number = 0,
           std::uint64_t at = 0, std::string_view more = {});

  std::size_t size() const { return facts_.size(); }
  Fact operator[](std::size_t i) const {
    const Stored& stored = facts_[i];
    const auto part = [&](std::uint32_t begin, std::uint32_t end) {
      return std::string_view(text_.data() + begin, end - begin);
    };
    return {stored.kind,
            part(stored.begin, stored.name_end),
            part(stored.name_end, stored.value_end),
            part(stored.value_end, stored.more_end),
            stored.number,
            stored.at};
  }
  /// Of the fact at this position: for whoever looks for few among many.
  FactKind kind(std::size_t i) const { return facts_[i].kind; }
  /// The first fact of this kind and name; of this kind where `name` is empty.
  std::optional<Fact> first(FactKind kind, std::string_view name = {}) const;
  /// Memory that it takes, or a little less.
  std::size_t bytes() const { return text_.size() + facts_.size() * sizeof(Stored); }
  /// Whether facts were dropped.
  bool full() const { return full_; }

 private:
  struct Stored {
    FactKind kind;
    std::uint32_t begin, name_end, value_end, more_end;  // Of its texts in text_, one behind the other.
    std::uint64_t number, at;
  };
  std::string text_;
  std::vector<Stored> facts_;
  bool full_ = false;
};

/// What a column of an msi-row holds, "51" of "Type=51"; empty where it has none of that name.
std::string_view column_of(std::string_view row, std::string_view column);

inline constexpr std::size_t facts_max = 200'000;
inline constexpr std::size_t text_bytes_max = std::size_t{16} << 20U;

/// One fact in one line, "import kernel32.dll GetVersion @0x1f0", and back: what tests compare, what
/// `shoal readiness facts` prints and what rules' own tests are written in. Texts with blanks, quotes, "#", "@" or "|"
/// at their beginning, or nothing in them, stand in double quotes with backslashes before quotes and backslashes; other
/// bytes than printable ones as \xHH. A number is "#501", an offset "@0x1f0", `more` stands behind "|".
std::string to_line(const Fact& fact);
/// Adds the fact of a line. Errors: invalid_input "readiness.bad_fact".
Result<void> add_line(std::string_view line, FactSheet& sheet);
/// The sheet as bytes, and back; nothing where the bytes are none that sheet_bytes() gave. They are hostile: they come
/// from a process that read a hostile file.
std::string sheet_bytes(const FactSheet& sheet);
std::optional<FactSheet> sheet_from(std::string_view bytes);
/// All facts, a line each.
std::string to_lines(const FactSheet& sheet);

}  // namespace shoal::readiness
