"""Builds the files of cases.csv: programs by mingw-w64, packages by wixl, cabinets by gcab, signatures by osslsigncode, and
what none of them makes by maker.cpp and by hand.

A recipe is words, each `key` or `key=value` or `key="a value with blanks"`; the first is the kind of file. Files of one
application are parted by " + ". README.md has the words.
"""
import os
import re
import shutil
import struct
import subprocess
import zipfile

WORD = re.compile(r'([\w-]+)(?:=("[^"]*"|\S+))?(?:\s+|$)')
MACHINES = {"x86": 0x14C, "x64": 0x8664, "arm": 0x1C4, "arm64": 0xAA64, "ia64": 0x200, "alpha": 0x184, "mips": 0x166, "ppc": 0x1F0}
SUBSYSTEMS = {"native": 1, "gui": 2, "console": 3, "os2": 5, "posix": 7}
SUPPORTED = {"os-vista": "{e2011457-1546-43c5-a5fe-008deee3d3f0}", "os7": "{35138b9a-5d96-4fbd-8e2d-a2440225f93a}",
             "os8": "{4a2f28e3-53b9-4441-ba9c-d69d4a4a6e38}", "os81": "{1f676c76-80e1-4239-95bb-83d0f6d0da78}",
             "os10": "{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"}


def words_of(recipe):
    found, at = [], 0
    while at < len(recipe):
        hit = WORD.match(recipe, at)
        if not hit:
            raise ValueError("no word of a recipe: " + recipe[at:at + 40])
        value = hit[2]
        found.append((hit[1], value[1:-1] if value and value.startswith('"') else value))
        at = hit.end()
    return found


def run(*command, cwd=None):
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))[:200]}: {done.stderr[-600:]}")


def c_text(text, wide):
    escaped = "".join(c if c.isalnum() or c in " .,:;()[]<>=*+-_/@!?&$#~|{}" else "\\%03o" % ord(c) for c in text)
    return ('L"' if wide else '"') + escaped.replace("??", "?\" \"?") + '"'


def manifest_of(asked):
    level = next((w for w in asked if w in ("asInvoker", "requireAdministrator", "highestAvailable")), None)
    xml = "<?xml version='1.0' encoding='UTF-8'?>\n<assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'>\n"
    if level:
        xml += ("<trustInfo xmlns='urn:schemas-microsoft-com:asm.v3'><security><requestedPrivileges>"
                f"<requestedExecutionLevel level='{level}' uiAccess='false'/></requestedPrivileges></security></trustInfo>\n")
    if "dpi" in asked:
        xml += ("<application xmlns='urn:schemas-microsoft-com:asm.v3'><windowsSettings>"
                "<dpiAware xmlns='http://schemas.microsoft.com/SMI/2005/WindowsSettings'>true</dpiAware></windowsSettings></application>\n")
    if "pmv2" in asked:
        xml += ("<application xmlns='urn:schemas-microsoft-com:asm.v3'><windowsSettings>"
                "<dpiAwareness xmlns='http://schemas.microsoft.com/SMI/2016/WindowsSettings'>PerMonitorV2, PerMonitor</dpiAwareness>"
                "</windowsSettings></application>\n")
    for side, number in (("VC80", "8.0.50727.762"), ("VC90", "9.0.21022.8")):
        if side in asked:
            xml += (f"<dependency><dependentAssembly><assemblyIdentity type='win32' name='Microsoft.{side}.CRT' version='{number}' "
                    "processorArchitecture='x86' publicKeyToken='1fc8b3b9a1e18e3b'/></dependentAssembly></dependency>\n")
    systems = "".join(f"<supportedOS Id='{SUPPORTED[w]}'/>" for w in asked if w in SUPPORTED)
    if systems:
        xml += f"<compatibility xmlns='urn:schemas-microsoft-com:compatibility.v1'><application>{systems}</application></compatibility>\n"
    return xml + "</assembly>\n"


def version_of(strings, fixed):
    values = "".join(f'      VALUE "{key}", "{value}\\0"\n' for key, value in strings)
    return f"""1 VERSIONINFO FILEVERSION {fixed} PRODUCTVERSION 1,0,0,0
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904B0"
    BEGIN
{values}    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
"""


def patched(data, words):
    """Header fields that no linker option sets."""
    data = bytearray(data)
    at = struct.unpack_from("<I", data, 60)[0]
    head = at + 24
    count, optional = struct.unpack_from("<H", data, at + 6)[0], struct.unpack_from("<H", data, at + 20)[0]
    for key, value in words:
        if key == "machine":
            struct.pack_into("<H", data, at + 4, MACHINES[value])
        if key == "subsystem":
            struct.pack_into("<H", data, head + 68, SUBSYSTEMS[value])
        if key == "subver":
            struct.pack_into("<HH", data, head + 48, *map(int, value.split(".")))
        if key == "alignment":
            struct.pack_into("<I", data, head + 32, int(value))
        if key in ("no-nx", "no-relocs"):
            where, bit = (head + 70, 0x100) if key == "no-nx" else (at + 22, 1)
            flags = struct.unpack_from("<H", data, where)[0]
            struct.pack_into("<H", data, where, flags & ~bit if key == "no-nx" else flags | bit)
        if key == "section":  # NAME:FLAGS of one that is there already
            old, new, flags = value.split(":")
            for i in range(count):
                row = head + optional + 40 * i
                if data[row:row + 8].rstrip(b"\0") == old.encode():
                    data[row:row + 8] = new.encode().ljust(8, b"\0")
                    struct.pack_into("<I", data, row + 36, int(flags, 0))
    return bytes(data)


def write(path, text, encoding="ascii"):
    with open(path, "w", encoding=encoding) as file:
        file.write(text)


def modules_of(words):
    """{(module, import or delay): its functions}, as the words name them."""
    modules = {}
    for key, value in words:
        if key in ("import", "delay"):
            module, _, functions = value.partition("!")
            modules.setdefault((module, key), []).extend(functions.split(","))
    return modules


def called(value):
    """A call in C by the word `call`, FUNCTION(NUMBER,...), of a function that is imported by name."""
    function, arguments = value.rstrip(")").split("(")
    numbers = arguments.split(",")
    return f"  ((int(__stdcall*)({','.join(['void*'] * len(numbers))})){function})({','.join('(void*)' + number for number in numbers)});\n"


def source_of(words, modules, exports):
    """Declarations, and the calls of what is imported."""
    source, calls = "", ""
    for key, value in words:
        if key in ("text", "wide"):
            number = source.count("\n")
            source += f"__attribute__((used)) const {'wchar_t' if key == 'wide' else 'char'} text_{number}[] = {c_text(value, key == 'wide')};\n"
    with_numbers = {value.split("(")[0] for key, value in words if key == "call"}
    for i, functions in enumerate(modules.values()):
        for function in functions:
            symbol = symbol_of(i, function)
            if f"void {symbol}(" not in source:
                source += f"extern void {symbol}(void);\n"
                calls += "" if symbol in with_numbers else f"  {symbol}();\n"
    calls += "".join(called(value) for key, value in words if key == "call")
    return source + "".join(f"void {name}(void) {{}}\n" for name in exports), calls


def symbol_of(number, function):
    return f"ordinal_{number}_{function[1:]}" if function.startswith("#") else function


def definition_of(number, module, functions):
    """The .def of a library that is imported."""
    lines = [f"LIBRARY {module}", "EXPORTS"]
    for function in functions:
        lines.append("  " + symbol_of(number, function) + (f" @{function[1:]} NONAME" if function.startswith("#") else ""))
    return "\n".join(lines) + "\n"


def resources_of(work, words, plain_program, tool):
    """The resources as an object of windres; None where there are none."""
    told, resources = dict(words), ""
    strings = [value.split(":", 1) for key, value in words if key == "version"]
    manifest = told.get("manifest", "asInvoker,dpi")
    if manifest != "none" and plain_program:
        write(os.path.join(work, "a.manifest"), manifest_of(manifest.split(",")))
        resources += '1 24 "a.manifest"\n'
    if strings or "filever" in told:
        resources += version_of(strings, told.get("filever", "1,0,0,0"))
    if not resources:
        return None
    write(os.path.join(work, "a.rc"), resources)
    name = "a.res" if "lld" in told else "a.res.o"
    run(tool + "windres", "a.rc", "-o", name, cwd=work)
    return name


def link_by_mingw(work, words, modules, exports, tool):
    told = dict(words)
    is_dll, is_driver, wide = "dll" in told, "sys" in told, "x64" in told
    libraries = []
    for i, ((module, kind), functions) in enumerate(modules.items()):
        write(os.path.join(work, f"m{i}.def"), definition_of(i, module, functions))
        option = "--output-delaylib" if kind == "delay" else "--output-lib"
        run(tool + "dlltool", "--input-def", f"m{i}.def", option, f"m{i}.a", cwd=work)
        libraries.append(f"m{i}.a")
    source, calls = source_of(words, modules, exports)
    entry = "void calls_all(void)" if is_dll or is_driver else "int main(void)"
    source += f"{entry} {{\n{calls}{'' if is_dll or is_driver else '  return 0;'}\n}}\n"
    if is_driver:
        source += "long __stdcall DriverEntry(void* a, void* b) { calls_all(); return a == b; }\n"
    if is_dll or is_driver:
        source = "__attribute__((used)) void calls_all(void);\n" + source
    write(os.path.join(work, "a.c"), "#include <stddef.h>\n" + source)
    resources = resources_of(work, words, not is_dll and not is_driver, tool)
    objects = ["a.c"] + ([resources] if resources else [])
    options = ["-s", "-O0", "-fno-builtin", "-w"] + (["-mwindows"] if "gui" in told else [])
    if is_dll or is_driver:
        write(os.path.join(work, "a.def"), "EXPORTS\n" + "".join(f"  {export}\n" for export in exports or ["calls_all"]))
    if is_dll:
        options += ["-shared", "a.def"]
    if is_driver:
        options += ["-nostdlib", "-Wl,--subsystem,native", "-Wl,-e," + ("DriverEntry" if wide else "_DriverEntry@8")]
        options += ["-shared", "a.def"] if exports else []
    run(tool + "gcc", *options, *objects, *libraries, "-o", "out", cwd=work)


def link_by_lld(work, words, modules, exports, tool):
    """As Microsoft's linker does: no runtime, its own delayed imports, sections and flags. The word `lld`."""
    told = dict(words)
    is_dll, is_driver = "dll" in told, "sys" in told
    machine = next(key for key in ("x86", "x64", "arm64") if key in told)
    source, calls = source_of(words, modules, exports)
    source = "#define __stdcall __attribute__((stdcall))\ntypedef unsigned short wchar_t;\n" + source if machine == "x86" else \
             "#define __stdcall\ntypedef unsigned short wchar_t;\n" + source
    entry = "DriverEntry" if is_driver else "DllMain" if is_dll else "start"
    source += f"int {entry}(void) {{\n{calls}  return 1;\n}}\n"
    libraries, options = [], []
    for i, ((module, kind), functions) in enumerate(modules.items()):
        write(os.path.join(work, f"m{i}.def"), definition_of(i, module, functions))
        run("llvm-dlltool", "-m", {"x86": "i386", "x64": "i386:x86-64", "arm64": "arm64"}[machine], "-d", f"m{i}.def", "-l", f"m{i}.lib", cwd=work)
        libraries.append(f"m{i}.lib")
        options += [f"/delayload:{module}"] if kind == "delay" else []
    if any(kind == "delay" for _, kind in modules):
        source += "void* __stdcall __delayLoadHelper2(const void* what, void** where) { return 0; }\n"
    write(os.path.join(work, "a.c"), source)
    triple = {"x86": "i686", "x64": "x86_64", "arm64": "aarch64"}[machine] + "-pc-windows-msvc"
    run("clang", f"--target={triple}", "-c", "-O1", "-fno-builtin", "-fshort-wchar", "-w", "a.c", "-o", "a.obj", cwd=work)
    resources = resources_of(work, words, not is_dll and not is_driver, tool)
    kind = "native" if is_driver else "windows" if "gui" in told else "console"
    options += [f"/subsystem:{kind}" + (f",{told['subver']}" if "subver" in told else ""), f"/entry:{entry}", "/nodefaultlib", "/opt:noref"]
    options += (["/dll"] if is_dll else []) + (["/driver"] if is_driver else []) + (["/fixed"] if "fixed" in told else [])
    options += [f"/export:{export}" for export in exports]
    run("lld-link", "/out:out", *options, "a.obj", *([resources] if resources else []), *libraries, cwd=work)


def build_pe(folder, name, words):
    work = os.path.join(folder, "..", "work-" + os.path.basename(folder) + "-" + re.sub(r"\W", "_", name))
    os.makedirs(work, exist_ok=True)
    told = dict(words)
    tool = "x86_64-w64-mingw32-" if "x64" in told else "i686-w64-mingw32-"
    modules, exports = modules_of(words), [one for key, value in words if key == "export" for one in value.split(",")]
    (link_by_lld if "lld" in told else link_by_mingw)(work, words, modules, exports, tool)
    built = os.path.join(work, "out" if os.path.exists(os.path.join(work, "out")) else "out.exe")
    with open(built, "rb") as file:
        data = patched(file.read(), words)
    if "sys" in told:
        head = struct.unpack_from("<I", data, 60)[0]
        flags = struct.unpack_from("<H", data, head + 22)[0]
        data = data[:head + 22] + struct.pack("<H", flags & ~0x2000) + data[head + 24:]
    for key, value in words:
        if key == "overlay":
            data += value.encode("latin-1")
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data)
    for key, value in words:
        if key == "sign":
            sign(path, value, work)


def sign(path, how, work):
    """how: DIGEST or DIGEST:COMMON NAME of a certificate that signs itself."""
    digest, _, name = how.partition(":")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "30",
        "-subj", "/CN=" + (name or "Till Ltd"), "-addext", "extendedKeyUsage=codeSigning", cwd=work)
    run("osslsigncode", "sign", "-certs", "cert.pem", "-key", "key.pem", "-h", digest, "-in", path, "-out", path + ".signed", cwd=work)
    os.replace(path + ".signed", path)


WXS = """<?xml version="1.0"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
 <Product Id="*" UpgradeCode="9C5E1A62-6D0B-4E9B-9E43-6F0E5C7D0002" Name="Till" Version="1.0.0" Manufacturer="Till Ltd" Language="1033">
  <Package InstallerVersion="%(schema)s" Compressed="yes"/>
  <Media Id="1" Cabinet="data.cab" EmbedCab="yes"/>
%(product)s  <Directory Id="TARGETDIR" Name="SourceDir">%(open)s
   <Component Id="C" Guid="9C5E1A62-6D0B-4E9B-9E43-6F0E5C7D0003"><File Id="F" Name="%(file)s" Source="%(file)s" KeyPath="yes"/>
%(parts)s   </Component>
  %(close)s</Directory>
  <Feature Id="Main" Level="1"><ComponentRef Id="C"/></Feature>
 </Product>
</Wix>"""


def build_wixl(folder, name, words, maker):
    work = os.path.join(folder, "..", "work-" + os.path.basename(folder))
    os.makedirs(work, exist_ok=True)
    where = dict(words).get("dir", "ProgramFilesFolder")
    told = {"schema": "200", "parts": "", "product": "", "file": "readme.txt", "open": f'<Directory Id="{where}">', "close": "</Directory>"}
    if where.startswith("Program"):
        told["open"] += '<Directory Id="INSTALLDIR" Name="Till">'
        told["close"] += "</Directory>"
    for key, value in words:
        if key == "service":
            told["parts"] += (f'<ServiceInstall Id="S" Name="Till" Type="ownProcess" Start="auto" ErrorControl="normal" '
                              f'Interactive="{value}"/>\n')
        if key == "registry":
            root, path, named, data = value.split("|")
            told["parts"] += f'<RegistryKey Root="{root}" Key="{path}"><RegistryValue Type="string" Name="{named}" Value="{data}"/></RegistryKey>\n'
        if key == "part":
            told["parts"] += value + "\n"
        if key == "product":
            told["product"] += value + "\n"
        if key == "file":
            told["file"] = value
    if dict(words).get("payload") == "ne":
        told["file"] = "old.exe"
        run(maker, os.path.join(work, "old.exe"), "ne", "import=KERNEL")
    else:
        with open(os.path.join(work, told["file"]), "wb") as file:
            file.write(b"Till\r\n")
    with open(os.path.join(work, "a.wxs"), "w", encoding="utf-8") as file:
        file.write(WXS % told)
    run("wixl", *(["-a", "x64"] if "x64" in dict(words) else []), "-o", os.path.abspath(os.path.join(folder, name)), "a.wxs", cwd=work)


def build(folder, recipe, maker):
    """Makes the files of a case in a folder."""
    os.makedirs(folder)
    for number, part in enumerate(recipe.split(" + ")):
        (kind, first), *words = words_of(part)
        told = dict(words)
        endings = {"pe": ".dll" if "dll" in told else ".sys" if "sys" in told else ".exe", "clr": ".dll" if "dll" in told else ".exe", "vb": ".exe", "made": ".exe",
                   "ne": ".dll" if "library" in told else ".exe", "le": ".vxd", "mz": ".exe", "com": ".com", "msi": ".msi", "wixl": ".msi",
                   "text": ".txt", "hlp": ".hlp", "mdb": ".mdb", "zip": ".zip", "cab": ".cab", "bytes": ".bin", "elf": ""}
        name = told.get("name") or f"file{number}{endings[kind]}"
        path = os.path.join(folder, name)
        if kind == "pe":
            build_pe(folder, name, words)
        elif kind in ("clr", "vb", "made", "ne", "le", "mz", "msi"):
            if "CA" in told:
                words = [("table", "CustomAction;Action:k;Type:i;Source:t;Target:t"), ("row", f"Act;{told['CA']};Source;Target")]
            if kind != "made" and "manifest" in told and not told["manifest"].startswith("<"):
                words = [(key, manifest_of(value.split(",")) if key == "manifest" else value) for key, value in words]
            if kind == "made":
                words.append(("manifest", manifest_of(["asInvoker", "dpi"])))
            run(maker, path, kind, *[key if value is None else f"{key}={value}" for key, value in words])
        elif kind == "wixl":
            build_wixl(folder, name, words, maker)
        elif kind == "text":
            between = "\n" if "lf" in told else "\r\n"
            with open(path, "w", encoding=told.get("as", "utf-8"), newline="") as file:
                file.write(between.join(value.replace("{q}", '"') for key, value in words if key == "line") + between)
        elif kind == "zip":
            with zipfile.ZipFile(path, "w") as file:
                for key, value in words:
                    if key == "member":
                        file.writestr(value, "MZ" if value.endswith(".exe") else "<gadget/>")
        else:
            with open(path, "wb") as file:
                file.write({"com": b"\xb8\x01\x4c\xcd\x21" * 20, "hlp": b"?_\3\0" + bytes(60),
                            "mdb": b"\0\1\0\0Standard Jet DB\0" + bytes([int(told.get("jet", 0))]) + bytes(2000)}[kind])
    for stray in os.listdir(os.path.dirname(folder)):
        if stray.startswith("work-" + os.path.basename(folder)):
            shutil.rmtree(os.path.join(os.path.dirname(folder), stray))
