#include "inspect/made_image.hpp"

#include <algorithm>
#include <map>

#include "inspect/made_bytes.hpp"

namespace shoal::inspect {
namespace {

constexpr std::uint32_t image_base = 0x400000;
constexpr std::uint32_t section_bytes = 0x1000;
constexpr std::uint32_t file_alignment = 0x200;
constexpr std::uint32_t new_header = 0x80;

struct MadeDirectory {
  std::uint32_t address = 0, bytes = 0;
};

std::uint32_t aligned(std::size_t size, std::uint32_t to) {
  return static_cast<std::uint32_t>((size + to - 1) / to * to);
}

// "#12" as 12, nothing of a name.
std::optional<std::uint32_t> ordinal_of(const std::string& text) {
  if (!text.starts_with('#')) return std::nullopt;
  return static_cast<std::uint32_t>(std::stoul(text.substr(1)));
}

// The stub with which each newer program begins: a DOS program whose word at 0x3C leads on.
void put_stub(MadeBytes& out) {
  out.text("MZ");
  out.u16(0x80);  // bytes in the last page
  out.u16(1);     // pages
  out.u16(0);
  out.u16(4);  // paragraphs of this header
  out.zeros_up_to(0x18);
  out.u16(0x40);
  out.zeros_up_to(0x3C);
  out.u32(new_header);
  out.text("\xB8\x01\x4C\xCD\x21");  // mov ax, 4C01h; int 21h
  out.zeros_up_to(new_header);
}

// Functions of a module as the table that the loader fills in. Returns its address.
std::uint32_t put_thunks(MadeBytes& out, const MadeImport& import, PeKind kind, std::uint32_t base) {
  const std::size_t size = kind == PeKind::pe32 ? 4 : 8;
  std::vector<std::uint64_t> thunks;
  thunks.reserve(import.functions.size());
  for (const std::string& function : import.functions) {
    if (const auto ordinal = ordinal_of(function)) {
      thunks.push_back(*ordinal | std::uint64_t{1} << (size * 8 - 1));
      continue;
    }
    out.align(2);
    thunks.push_back(std::uint64_t{out.here()} + base);
    out.u16(0);  // hint
    out.text_z(function);
  }
  out.align(size);
  const std::uint32_t at = out.here();
  for (const std::uint64_t thunk : thunks) out.number(thunk, size);
  out.number(0, size);
  return at;
}

MadeDirectory put_imports(MadeBytes& out, const MadePe& pe) {
  if (pe.imports.empty()) return {};
  const std::uint32_t table = out.zeros((pe.imports.size() + 1) * 20);
  std::uint32_t at = table;
  for (const MadeImport& import : pe.imports) {
    out.set(at, put_thunks(out, import, pe.kind, 0), 4);
    out.set(at + 16, put_thunks(out, import, pe.kind, 0), 4);
    out.set(at + 12, out.text_z(import.module), 4);
    out.align(4);
    at += 20;
  }
  return {table, out.here() - table};
}

MadeDirectory put_delay_imports(MadeBytes& out, const MadePe& pe) {
  if (pe.delay_imports.empty()) return {};
  const std::uint32_t base = pe.delay_tables == DelayTables::pointers ? image_base : 0;
  const std::uint32_t table = out.zeros((pe.delay_imports.size() + 1) * 32);
  std::uint32_t at = table;
  for (const MadeImport& import : pe.delay_imports) {
    out.set(at, base == 0 ? 1 : 0, 4);
    out.set(at + 16, put_thunks(out, import, pe.kind, base) + base, 4);
    out.set(at + 12, put_thunks(out, import, pe.kind, base) + base, 4);
    out.set(at + 4, out.text_z(import.module) + base, 4);
    out.align(4);
    at += 32;
  }
  return {table, out.here() - table};
}

MadeDirectory put_exports(MadeBytes& out, const MadePe& pe) {
  if (pe.export_module.empty()) return {};
  std::map<std::string, std::uint32_t> by_name;  // the loader searches them, so that they are sorted
  for (std::size_t i = 0; i < pe.exports.size(); i++)
    if (!pe.exports[i].name.empty()) by_name[pe.exports[i].name] = static_cast<std::uint32_t>(i);
  const std::uint32_t table = out.zeros(40);
  const std::uint32_t functions = out.zeros(pe.exports.size() * 4);
  const std::uint32_t names = out.zeros(by_name.size() * 4);
  const std::uint32_t ordinals = out.here();
  for (const auto& [name, index] : by_name) out.u16(index);
  std::uint32_t at = names;
  for (const auto& [name, index] : by_name) {
    out.set(at, out.text_z(name), 4);
    at += 4;
  }
  for (std::size_t i = 0; i < pe.exports.size(); i++) {
    const std::string& forwarded_to = pe.exports[i].forwarded_to;
    const std::uint32_t address = forwarded_to.empty() ? section_bytes : out.text_z(forwarded_to);
    out.set(functions + static_cast<std::uint32_t>(i) * 4, address, 4);
  }
  out.set(table + 12, out.text_z(pe.export_module), 4);
  out.set(table + 16, pe.export_base, 4);
  out.set(table + 20, pe.exports.size(), 4);
  out.set(table + 24, by_name.size(), 4);
  out.set(table + 28, functions, 4);
  out.set(table + 32, names, 4);
  out.set(table + 36, ordinals, 4);
  return {table, out.here() - table};
}

// `file_at` is where in the file the bytes of `out` begin less their address.
MadeDirectory put_debug(MadeBytes& out, const MadePe& pe, std::uint32_t address, std::uint32_t file_at) {
  if (pe.debug_path.empty()) return {};
  out.align(4);
  const std::uint32_t record = out.here();
  out.text("RSDS");
  out.zeros(16);
  out.u32(1);
  out.text_z(pe.debug_path);
  const std::uint32_t size = out.here() - record;
  out.align(4);
  const std::uint32_t table = out.zeros(28);
  out.set(table + 12, 2, 4);
  out.set(table + 16, size, 4);
  out.set(table + 20, record, 4);
  out.set(table + 24, record - address + file_at, 4);
  return {table, 28};
}

// The tables Module, TypeDef, ModuleRef and AssemblyRef, with heaps of less than 64 KB.
std::string metadata_tables(const MadeClr& clr, MadeBytes& texts) {
  MadeBytes out;
  out.u32(0);
  out.u16(2);  // version 2.0
  out.u8(0);   // all indexes into heaps have two bytes
  out.u8(1);
  out.number(1U | 1U << 2U | std::uint64_t{1} << 0x1A | std::uint64_t{1} << 0x23, 8);
  out.number(0, 8);
  out.u32(1);
  out.u32(1);
  out.u32(clr.modules.size());
  out.u32(clr.references.size());
  out.u16(0);
  out.u16(texts.text_z("made.exe"));
  out.zeros(6);
  out.u32(0);
  out.u16(texts.text_z("<Module>"));
  out.u16(0);
  out.zeros(2);
  out.u16(1);
  out.u16(1);
  for (const std::string& module : clr.modules) out.u16(texts.text_z(module));
  for (const std::string& reference : clr.references) {
    out.u16(2);
    out.zeros(10);  // the rest of the version, flags
    out.u16(0);
    out.u16(texts.text_z(reference));
    out.zeros(4);
  }
  out.align(4);
  return out.bytes();
}

MadeDirectory put_clr(MadeBytes& out, const MadePe& pe) {
  if (!pe.clr) return {};
  MadeBytes texts;
  texts.u8(0);
  const std::string tables = metadata_tables(*pe.clr, texts);
  texts.align(4);
  out.align(4);
  const std::uint32_t header = out.zeros(72);
  const std::uint32_t root = out.here();
  out.text("BSJB");
  out.u16(1);
  out.u16(1);
  out.u32(0);
  const std::uint32_t version_bytes = aligned(pe.clr->version.size() + 1, 4);
  out.u32(version_bytes);
  out.text(pe.clr->version);
  out.zeros(version_bytes - pe.clr->version.size());
  out.u16(0);
  out.u16(2);
  const std::uint32_t streams = out.here() - root + 12 + 20;
  out.u32(streams);
  out.u32(tables.size());
  out.text(std::string_view("#~\0\0", 4));
  out.u32(streams + tables.size());
  out.u32(texts.bytes().size());
  out.text(std::string_view("#Strings\0\0\0\0", 12));
  out.text(tables);
  out.text(texts.bytes());
  out.set(header, 72, 4);
  out.set(header + 4, 2, 2);
  out.set(header + 6, 5, 2);
  out.set(header + 8, root, 4);
  out.set(header + 12, out.here() - root, 4);
  out.set(header + 16, pe.clr->flags, 4);
  return {header, 72};
}

std::uint32_t put_controls(MadeBytes& out, const MadeVisualBasic& basic) {
  const std::uint32_t table = out.here();
  for (const std::string& control : basic.controls) {
    constexpr std::uint32_t fields = 0x40;
    const std::uint32_t entry = out.zeros(fields);
    out.set(entry, fields + aligned(control.size() + 1, 4), 4);
    out.set(entry + 4, 0x10, 4);
    out.set(entry + 0x20, fields, 4);
    out.text_z(control);
    out.align(4);
  }
  return table;
}

std::uint32_t put_declares(MadeBytes& out, const MadeVisualBasic& basic) {
  std::vector<std::uint32_t> entries;
  for (const MadeImport& import : basic.declares) {
    const std::uint32_t module = out.text_z(import.module);
    for (const std::string& function : import.functions) {
      const std::uint32_t name = out.text_z(function);
      out.align(4);
      entries.push_back(out.here());
      out.u32(module + image_base);
      out.u32(name + image_base);
    }
  }
  const std::uint32_t table = out.here();
  for (const std::uint32_t entry : entries) {
    out.u32(7);
    out.u32(entry + image_base);
  }
  return table;
}

// Returns the address of the header.
std::uint32_t put_visual_basic(MadeBytes& out, const MadeVisualBasic& basic) {
  out.align(4);
  const std::uint32_t header = out.zeros(0x68);
  const std::uint32_t project = out.zeros(0x23C);
  std::uint32_t declares = 0;
  for (const MadeImport& import : basic.declares) declares += static_cast<std::uint32_t>(import.functions.size());
  out.set(header, 0x21354256, 4);  // "VB5!"
  out.set(header + 0x30, project + image_base, 4);
  out.set(header + 0x46, basic.controls.size(), 2);
  out.set(header + 0x50, put_controls(out, basic) + image_base, 4);
  out.set(project + 0x20, basic.is_native ? section_bytes + image_base : 0, 4);
  out.set(project + 0x234, put_declares(out, basic) + image_base, 4);
  out.set(project + 0x238, declares, 4);
  return header;
}

// Windows searches a directory of resources by halves: names come first, then numbers.
struct BeforeInDirectory {
  bool operator()(const std::string& a, const std::string& b) const {
    const auto number_a = ordinal_of(a), number_b = ordinal_of(b);
    if (number_a && number_b) return *number_a < *number_b;
    if (number_a.has_value() != number_b.has_value()) return number_b.has_value();
    return a < b;
  }
};

// Types, of each its names, of each one language: the tree has a directory for each of them.
class MadeResources {
 public:
  MadeResources(const std::vector<MadeResource>& resources, std::uint32_t address) : out_(address), address_(address) {
    for (const MadeResource& resource : resources) types_[resource.type].push_back(&resource);
    for (auto& [type, named] : types_)
      std::sort(named.begin(), named.end(),
                [](const auto* a, const auto* b) { return BeforeInDirectory()(a->name, b->name); });
  }

  std::string bytes() {
    std::vector<std::string> names;
    names.reserve(types_.size());
    for (const auto& type : types_) names.push_back(type.first);
    std::uint32_t entry = put_directory(names);
    for (const auto& [type, resources] : types_) {
      names.clear();
      for (const MadeResource* resource : resources) names.push_back(resource->name);
      std::uint32_t name = put_directory(names);
      put_entry(entry, type, name - directory_bytes, Leads::to_directory);
      for (const MadeResource* resource : resources) {
        put_resource(name, *resource);
        name += entry_bytes;
      }
      entry += entry_bytes;
    }
    return out_.bytes();
  }

 private:
  enum class Leads : std::uint8_t { to_directory, to_data };

  static constexpr std::uint32_t directory_bytes = 16, entry_bytes = 8;

  // Returns where its entries stand.
  std::uint32_t put_directory(const std::vector<std::string>& names) {
    out_.align(4);
    const auto numbered = std::count_if(names.begin(), names.end(), [](const auto& name) { return name[0] == '#'; });
    const std::uint32_t at = out_.zeros(directory_bytes + entry_bytes * names.size());
    out_.set(at + 12, names.size() - static_cast<std::size_t>(numbered), 2);
    out_.set(at + 14, static_cast<std::size_t>(numbered), 2);
    return at + directory_bytes;
  }

  void put_resource(std::uint32_t entry, const MadeResource& resource) {
    const std::uint32_t language = put_directory({"#1033"});
    put_entry(entry, resource.name, language - directory_bytes, Leads::to_directory);
    out_.align(4);
    const std::uint32_t leaf = out_.zeros(16);
    put_entry(language, "#1033", leaf, Leads::to_data);
    out_.align(8);
    out_.set(leaf, out_.here(), 4);
    out_.set(leaf + 4, resource.bytes.size(), 4);
    out_.text(resource.bytes);
  }

  void put_entry(std::uint32_t at, const std::string& name, std::uint32_t target, Leads leads) {
    constexpr std::uint32_t high = 0x80000000U;
    if (const auto number = ordinal_of(name)) {
      out_.set(at, *number, 4);
    } else {
      out_.align(2);
      out_.set(at, (out_.here() - address_) | high, 4);
      out_.u16(name.size());
      out_.wide(name);
    }
    out_.set(at + 4, (target - address_) | (leads == Leads::to_directory ? high : 0), 4);
  }

  MadeBytes out_;
  std::uint32_t address_;
  std::map<std::string, std::vector<const MadeResource*>, BeforeInDirectory> types_;
};

// What the headers say of a file, and its sections.
struct Linked {
  std::vector<MadeSection> sections;
  std::array<MadeDirectory, 16> directories{};
};

// Where in the file sections begin: their headers end before that, as no made file has more than ten.
constexpr std::uint32_t sections_at = 0x400;

Linked linked_pe(const MadePe& pe) {
  Linked linked;
  auto& directories = linked.directories;
  MadeSection text{".text", pe.code, 0x60000020};
  text.bytes.resize(std::max<std::size_t>(pe.code.size(), 16));  // room for the start of a program of Visual Basic
  const std::uint32_t tables_address = section_bytes + aligned(text.bytes.size(), section_bytes);
  const std::uint32_t tables_at = sections_at + aligned(text.bytes.size(), file_alignment);
  MadeBytes tables(tables_address);
  tables.u32(0);
  directories[1] = put_imports(tables, pe);
  directories[13] = put_delay_imports(tables, pe);
  directories[0] = put_exports(tables, pe);
  directories[6] = put_debug(tables, pe, tables_address, tables_at);
  directories[14] = put_clr(tables, pe);
  if (pe.visual_basic) {
    MadeBytes start;  // push header; call ThunRTMain
    start.u8(0x68);
    start.u32(put_visual_basic(tables, *pe.visual_basic) + image_base);
    start.u8(0xE8);
    start.u32(0xFFFFFFF0);
    text.bytes.replace(0, start.bytes().size(), start.bytes());
  }
  linked.sections.push_back(text);
  linked.sections.push_back({".rdata", tables.bytes(), 0x40000040});
  const std::uint32_t next = tables_address + aligned(tables.bytes().size(), section_bytes);
  if (!pe.resources.empty()) {
    const std::string bytes = MadeResources(pe.resources, next).bytes();
    directories[2] = {next, static_cast<std::uint32_t>(bytes.size())};
    linked.sections.push_back({".rsrc", bytes, 0x40000040});
  }
  linked.sections.insert(linked.sections.end(), pe.sections.begin(), pe.sections.end());
  return linked;
}

void put_pe_headers(MadeBytes& out, const MadePe& pe, const Linked& linked, std::uint32_t image_bytes) {
  const bool is_wide = pe.kind == PeKind::pe32_plus;
  const std::size_t pointer = is_wide ? 8 : 4;
  out.text(std::string_view("PE\0\0", 4));
  out.u16(pe.machine);
  out.u16(linked.sections.size());
  out.zeros(12);
  out.u16(is_wide ? 240 : 224);
  out.u16(pe.characteristics);
  out.u16(is_wide ? 0x20B : 0x10B);
  out.u8(pe.linker_major);
  out.u8(pe.linker_minor);
  out.zeros(12);
  out.u32(pe.code.empty() ? 0 : section_bytes);
  out.u32(section_bytes);
  if (!is_wide) out.u32(std::uint64_t{section_bytes} * 2);
  out.number(image_base, pointer);
  out.u32(section_bytes);
  out.u32(file_alignment);
  out.u16(4);  // version of Windows
  out.u16(0);
  out.zeros(4);
  out.u16(pe.subsystem_major);
  out.u16(pe.subsystem_minor);
  out.u32(0);
  out.u32(image_bytes);
  out.u32(sections_at);
  out.u32(0);
  out.u16(pe.subsystem);
  out.u16(pe.dll_characteristics);
  for (const std::uint32_t size : {0x100000U, 0x1000U, 0x100000U, 0x1000U}) out.number(size, pointer);
  out.u32(0);
  out.u32(16);
  for (const MadeDirectory& directory : linked.directories) {
    out.u32(directory.address);
    out.u32(directory.bytes);
  }
}

// The places of resources are multiples of 512 bytes here.
constexpr unsigned ne_shift = 9;

// Where a table begins, from the header on.
void set_table(MadeBytes& out, std::uint32_t field) { out.set(new_header + field, out.here() - new_header, 2); }

void put_names(MadeBytes& out, const std::string& first, const std::vector<std::string>& names, std::size_t ordinal) {
  out.pascal(first);
  out.u16(0);
  for (const std::string& name : names) {
    out.pascal(name);
    out.u16(ordinal++);
  }
  out.u8(0);
}

// Names of types and of resources stand behind the table. Returns where each resource's place is to be set.
std::vector<std::uint32_t> put_ne_resources(MadeBytes& out, const std::vector<MadeResource>& resources) {
  std::vector<std::uint32_t> places;
  places.reserve(resources.size());
  const std::uint32_t table = out.here();
  std::vector<std::pair<std::uint32_t, std::string>> names;
  const auto put_name = [&](const std::string& name) {
    const auto number = ordinal_of(name);
    if (!number) names.emplace_back(out.here(), name);
    out.u16(number ? *number | 0x8000U : 0);
  };
  out.u16(ne_shift);
  for (const MadeResource& resource : resources) {
    put_name(resource.type);
    out.u16(1);
    out.u32(0);
    places.push_back(out.zeros(4));
    out.u16(0x30);
    put_name(resource.name);
    out.u32(0);
  }
  out.u16(0);
  for (const auto& [at, name] : names) {
    out.set(at, out.here() - table, 2);
    out.pascal(name);
  }
  out.u8(0);
  return places;
}

// Of each module where its name stands among the imported names, and of each function that has one.
struct NeNames {
  MadeBytes bytes;
  std::uint32_t put(const std::string& name) {
    const std::uint32_t at = bytes.here();
    bytes.pascal(name);
    return at;
  }
};

}  // namespace

std::string made_pe(const MadePe& pe) {
  Linked linked = linked_pe(pe);
  const std::uint32_t table_at = new_header + 24 + (pe.kind == PeKind::pe32 ? 224 : 240);
  MadeBytes headers, content;
  std::uint32_t address = section_bytes, at = sections_at;
  for (const MadeSection& section : linked.sections) {
    MadeBytes name;
    name.text(section.name.substr(0, 8));
    name.zeros_up_to(8);
    headers.text(name.bytes());
    const std::uint32_t in_file = aligned(section.bytes.size(), file_alignment);
    headers.u32(section.bytes.size());
    headers.u32(address);
    headers.u32(in_file);
    headers.u32(at);
    headers.zeros(12);
    headers.u32(section.flags);
    content.text(section.bytes);
    content.zeros(in_file - section.bytes.size());
    address += aligned(std::max<std::size_t>(section.bytes.size(), 1), section_bytes);
    at += in_file;
  }
  if (!pe.signature.empty())
    linked.directories[4] = {aligned(at + pe.overlay.size(), 8), aligned(pe.signature.size() + 8, 8)};
  MadeBytes out;
  put_stub(out);
  put_pe_headers(out, pe, linked, address);
  out.zeros_up_to(table_at);
  out.text(headers.bytes());
  out.zeros_up_to(sections_at);
  out.text(content.bytes());
  out.text(pe.overlay);
  if (pe.signature.empty()) return out.bytes();
  out.align(8);
  out.u32(aligned(pe.signature.size() + 8, 8));
  out.u16(0x200);
  out.u16(2);
  out.text(pe.signature);
  out.align(8);
  return out.bytes();
}

std::string made_ne(const MadeNe& ne) {
  MadeBytes out;
  put_stub(out);
  out.text("NE");
  out.u8(5);  // linker 5.60
  out.u8(60);
  out.zeros(0x3C);
  out.set(new_header + 0x0C, ne.is_library ? 0x8001 : 0x0302, 2);
  out.set(new_header + 0x1C, 1, 2);
  out.set(new_header + 0x1E, ne.imports.size(), 2);
  out.set(new_header + 0x32, ne_shift, 2);
  out.set(new_header + 0x36, ne.target, 1);
  out.set(new_header + 0x3E, ne.windows_minor, 1);
  out.set(new_header + 0x3F, ne.windows_major, 1);
  set_table(out, 0x22);
  const std::uint32_t segment = out.zeros(8);
  set_table(out, 0x24);
  std::vector<std::uint32_t> places;
  if (!ne.resources.empty()) places = put_ne_resources(out, ne.resources);
  set_table(out, 0x26);
  put_names(out, ne.module, ne.exports, 1);
  set_table(out, 0x28);
  NeNames names;
  names.bytes.u8(0);
  MadeBytes relocations;
  for (std::size_t i = 0; i < ne.imports.size(); i++) {
    out.u16(names.put(ne.imports[i].module));
    for (const std::string& function : ne.imports[i].functions) {
      const auto ordinal = ordinal_of(function);
      relocations.u8(3);
      relocations.u8(ordinal ? 1 : 2);
      relocations.u16(0);
      relocations.u16(i + 1);
      relocations.u16(ordinal ? *ordinal : names.put(function));
    }
  }
  set_table(out, 0x2A);
  out.text(names.bytes.bytes());
  set_table(out, 0x04);
  out.u16(0);
  const std::uint32_t others = out.here();
  put_names(out, ne.description, ne.more_exports, ne.exports.size() + 1);
  out.set(new_header + 0x20, out.here() - others, 2);
  out.set(new_header + 0x2C, others, 4);
  out.align(1U << ne_shift);
  out.set(segment, out.here() >> ne_shift, 2);
  out.set(segment + 2, 16, 2);
  out.set(segment + 4, relocations.bytes().empty() ? 0x1D10 : 0x1D10 | 0x0100, 2);
  out.zeros(16);
  out.u16(relocations.bytes().size() / 8);
  out.text(relocations.bytes());
  for (std::size_t i = 0; i < places.size(); i++) {
    out.align(1U << ne_shift);
    out.set(places[i], out.here() >> ne_shift, 2);
    out.text(ne.resources[i].bytes);
    out.align(1U << ne_shift);
    out.set(places[i] + 2, aligned(ne.resources[i].bytes.size(), 1U << ne_shift) >> ne_shift, 2);
  }
  return out.bytes();
}

std::string made_le(const MadeLe& le) {
  MadeBytes out;
  put_stub(out);
  out.text(le.format);
  out.zeros(0xC2);
  out.set(new_header + 0x08, 2, 2);  // 386
  out.set(new_header + 0x0A, le.target, 2);
  out.set(new_header + 0x10, le.flags, 4);
  out.set(new_header + 0x58, out.here() - new_header, 4);
  put_names(out, le.module, le.exports, 1);
  out.set(new_header + 0x70, out.here() - new_header, 4);
  out.set(new_header + 0x74, le.imports.size(), 4);
  for (const std::string& module : le.imports) out.pascal(module);
  const std::uint32_t others = out.here();
  put_names(out, "A module", le.more_exports, le.exports.size() + 1);
  out.set(new_header + 0x88, others, 4);
  out.set(new_header + 0x8C, out.here() - others, 4);
  return out.bytes();
}

std::string made_mz(std::string_view code, std::string_view overlay) {
  MadeBytes out;
  const std::size_t size = 0x40 + code.size();
  out.text("MZ");
  out.u16(size % 512);
  out.u16((size + 511) / 512);
  out.u16(0);
  out.u16(4);
  out.zeros_up_to(0x40);
  out.text(code);
  out.text(overlay);
  return out.bytes();
}

namespace {

// The tree of a version: each block begins with its own size.
class MadeVersionTree {
 public:
  explicit MadeVersionTree(Letters letters) : letters_(letters) {}

  std::uint32_t begin(std::string_view key) {
    out_.align(4);
    const std::uint32_t at = out_.zeros(letters_ == Letters::wide ? 6 : 4);
    put_text(key);
    out_.align(4);
    return at;
  }
  void end(std::uint32_t block) { out_.set(block, out_.here() - block, 2); }

  void string(std::string_view key, std::string_view value) {
    const std::uint32_t block = begin(key);
    put_text(value);
    out_.set(block + 2, value.size() + 1, 2);
    if (letters_ == Letters::wide) out_.set(block + 4, 1, 2);
    end(block);
  }
  void fixed(std::uint32_t root, const MadeVersion& version) {
    const std::uint32_t at = out_.here();
    out_.u32(0xFEEF04BD);
    out_.u32(0x10000);
    for (const auto& numbers : {version.file, version.product})
      for (const std::size_t i : {1U, 0U, 3U, 2U}) out_.u16(numbers[i]);
    out_.zeros(28);
    out_.set(root + 2, out_.here() - at, 2);
  }
  const std::string& bytes() const { return out_.bytes(); }

 private:
  void put_text(std::string_view text) {
    if (letters_ == Letters::narrow) {
      out_.text_z(text);
    } else {
      out_.wide(text);
      out_.u16(0);
    }
  }

  Letters letters_;
  MadeBytes out_;
};

}  // namespace

std::string made_version(const MadeVersion& version) {
  MadeVersionTree tree(version.letters);
  const std::uint32_t root = tree.begin("VS_VERSION_INFO");
  tree.fixed(root, version);
  const std::uint32_t info = tree.begin("StringFileInfo");
  const std::uint32_t table = tree.begin("040904e4");
  for (const auto& [key, value] : version.strings) tree.string(key, value);
  tree.end(table);
  tree.end(info);
  tree.end(root);
  return tree.bytes();
}

}  // namespace shoal::inspect
