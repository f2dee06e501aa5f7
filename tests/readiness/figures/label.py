#!/usr/bin/env python3
"""label.py - proposes the findings of the files that sample.py chose, for a person to read and decide.

It reads with reading.py and asks what the cited sources ask, in its own words; it knows neither the conditions of the rules nor
shoal. Prints the columns of files.csv, "why" with what was seen. What the person changed is in files.csv.
"""
import csv
import os
import re
import sys
import tempfile

import reading
import sample

WINDOWS_HAS_NOT = {  # Libraries of the sources' lists that these targets lack.
    "d3drm.dll", "nddeapi.dll", "msgina.dll", "msoe.dll", "agentctl.dll", "msadcs.dll", "danim.dll", "dx7vb.dll",
    "dx8vb.dll"}
RUNTIMES = re.compile(r"(msvc[rp]|mfc|atl)(7\d|8\d|9\d|1\d\d)\w*\.dll|vcruntime\d+(_1)?\.dll")
DIRECTX = re.compile(r"(d3dx(9|10|11)_\d+|xinput1_[123]|x3daudio1_\d|xapofx1_\d|d3dcompiler_(3\d|4[123]))\.dll")


def on_pe(name, data, pe, target):
    """(rule, what was seen)"""
    new, x64, x86, arm = not target.startswith("windows-7"), target.endswith("x64"), target.endswith("x86"), target.endswith("arm64")
    w11 = "windows-11" in target
    modules = {module for module, _ in pe.imports}
    called = {function for _, function in pe.imports}
    base = os.path.basename(name).lower()
    native = pe.subsystem == 1
    kernel = native and modules & {"ntoskrnl.exe", "hal.dll", "ndis.sys", "win32k.sys", "tdi.sys", "scsiport.sys", "videoprt.sys"}
    program = not pe.is_dll and not native
    level = bool(pe.manifest and "requestedExecutionLevel" in pe.manifest)
    clr = pe.clr
    any_cpu = bool(clr and clr["il-only"] and not clr["32bit"] and not clr["metadata"].startswith("v1"))
    has = lambda text: reading.has_text(data, text)  # noqa: E731
    if program and pe.machine == "x64" and (x86 or target.startswith("windows-10") and arm):
        yield "BIT-09", "x64 program"
    if kernel and pe.machine == "x64" and x64 and not pe.signature:
        yield "DRV-02", "x64 driver, no signature of its own"
    if kernel and arm and pe.machine in ("x86", "x64"):
        yield "DRV-04", "driver for " + pe.machine
    if kernel and pe.machine == "x86" and x64:
        yield "DRV-01", "x86 driver"
    if kernel and (pe.alignment < 4096 or any(s[5] & 0xA0000000 == 0xA0000000 for s in pe.sections)):
        yield "DRV-07", f"driver, alignment {pe.alignment}"
    if program and pe.machine == "x86" and not level:
        if not any_cpu:
            yield "UAC-01", "x86 program, no level in a manifest"
        elif x86:
            yield "UAC-01-any-cpu", "any processor, no level in a manifest"
        words = " ".join([base, *(v for k, v in pe.version_strings().items() if k in ("ProductName", "FileDescription", "OriginalFilename", "InternalName"))])
        if re.search("setup|install|update", words, re.I):
            yield "UAC-02", words
    if program and pe.subsystem == 2 and not (pe.manifest and "dpiaware" in pe.manifest.lower()) and not {f for f in called if f.lower().startswith("setprocessdpi")}:
        yield "GFX-03", "program of windows, nothing of dots"
    for module in modules & WINDOWS_HAS_NOT:
        yield "API-01", "imports " + module
    for module in {m for m, _ in pe.delay} & WINDOWS_HAS_NOT:
        yield "API-01-delay", "delays " + module
    for module in modules:
        if RUNTIMES.fullmatch(module):
            yield "CMP-10", "imports " + module
        if DIRECTX.fullmatch(module):
            yield "CMP-09", "imports " + module
    natives = {f for m, f in pe.imports if m == "ntdll.dll" and re.match("(Nt|Zw)[A-Z]", f)}
    if len(natives) >= 3:
        yield "API-04", "calls " + " ".join(sorted(natives)[:4])
    if "GlobalMemoryStatus" in called and "GlobalMemoryStatusEx" not in called:
        yield "API-05", "calls GlobalMemoryStatus"
    if called & {"IsUserAnAdmin", "CheckTokenMembership"} and not (pe.manifest and re.search("requireAdministrator|highestAvailable", pe.manifest)):
        yield "UAC-05", "asks whether the user is an administrator"
    if called & {"StartServiceCtrlDispatcherA", "StartServiceCtrlDispatcherW"} and any(re.match("MessageBox|DialogBox|CreateDialog", f) for f in called):
        yield "LOG-03", "a service with windows"
    if {f for f in called if f.startswith("WinHelp")} and has(".hlp"):
        yield "CMP-04", "calls WinHelp and names .hlp"
    if {f for f in called if f.startswith("DirectDrawCreate")}:
        yield "GFX-01", "calls DirectDrawCreate"
    if arm and "opengl32.dll" in modules and "wglGetProcAddress" in called:
        yield "GFX-04", "extensions of OpenGL"
    if set(pe.exports) & {"InitializePrintMonitor2", "InitializePrintProvidor", "DrvDocumentPropertySheets"}:
        yield "DRV-12", "exports of a printer driver or monitor"
    if "WSPStartup" in pe.exports:
        yield "DRV-13", "exports WSPStartup"
    if {"WlxNegotiate", "WlxInitialize"} <= set(pe.exports):
        yield "LOG-01", "exports of a GINA"
    if "SpLsaModeInitialize" in pe.exports or {"InitializeChangeNotify", "PasswordFilter"} <= set(pe.exports):
        yield "LOG-05", "exports of a security package"
    if pe.machine == "x86" and "ConfigDSN" in pe.exports and not x86 or "SQLConfigDataSource" in called and pe.machine == "x86" and not x86:
        yield "DAT-01", "ODBC in 32 bits"
    if "NetMessageBufferSend" in called:
        yield "CMP-03", "calls NetMessageBufferSend"
    if called & {"NetServerEnum"}:
        yield "PRO-01", "calls NetServerEnum"
    if called & {"RegDisableReflectionKey", "RegEnableReflectionKey"} and not x86:
        yield "BIT-15", "asks for reflection"
    if {f for f in called if re.match("WriteProfile(String|Section)", f)}:
        yield "PTH-03", "writes win.ini"
    if {f for m, f in pe.imports if f in ("tmpfile", "tmpnam") and m.startswith("msvcr")}:
        yield "PTH-04", "temporary files of the runtime"
    if has("\\\\.\\PhysicalDrive"):
        yield "HW-04", "names a disk"
    if re.search(rb"\\\\\.\\LPT[123]", data.replace(b"\0", b""), re.I):
        yield "HW-01", "names a parallel port"
    if has("SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion") and (has("CSDVersion") or has("CurrentBuildNumber")):
        yield "VER-02", "reads the version from the registry"
    if called & {"GetFileVersionInfoA", "GetFileVersionInfoW", "GetFileVersionInfoExW"} and re.search(rb"\\(kernel32|user32|shell32|comctl32|shdocvw|mshtml|ddraw)\.dll|\\ntoskrnl\.exe", data.replace(b"\0", b""), re.I):
        yield "VER-03", "reads the version of a library of Windows"
    if has("dxdiagn.dll") or has("Software\\Microsoft\\DirectX"):
        yield "VER-04", "asks for the version of DirectX"
    if re.search(rb"requires (Microsoft )?Windows|unsupported operating system|not supported on this version of Windows", data.replace(b"\0", b""), re.I):
        yield "VER-01", "has a message on the version of Windows"
    if has("Browser Helper Objects") or has("Internet Explorer\\Toolbar") or has("Internet Explorer\\Extensions"):
        yield "WEB-01", "extends Internet Explorer"
    if has("InternetExplorer.Application") or has("{0002DF01-0000-0000-C000-000000000046}"):
        yield "WEB-02", "names Internet Explorer's class"
    if has("{D27CDB6E-AE6D-11CF-96B8-444553540000}"):
        yield "WEB-03", "names the class of Flash"
    if pe.machine == "x64" and re.search(rb"Microsoft\.Jet\.OLEDB|DAO\.DBEngine\.36", data.replace(b"\0", b"")):
        yield "CMP-11", "Jet in 64 bits"
    if has("Global\\") and {f for f in called if f.startswith("CreateFileMapping")}:
        yield "LOG-04", "Global\\ and shared memory"
    if re.search(rb"\\Documents and Settings\\(All Users|Default User|%|\0\0?[^\x20-\x7e])|\\Local Settings\\Application Data|\\All Users\\Start Menu", data, re.I):
        yield "PTH-01", "a folder by its name of Windows XP"
    if pe.machine == "x86" and re.search(rb"C:\\(Program Files|WINNT|WINDOWS\\SYSTEM)\\", data.replace(b"\0", b""), re.I):
        yield "PTH-02", "a fixed path"
    if re.search(rb"OpenSSL (0\.9\.|1\.0\.0)", data):
        yield "PRO-03", "an old OpenSSL"
    if has("AppInit_DLLs"):
        yield "LOG-06", "names AppInit_DLLs"
    if has("wmic.exe") and w11:
        yield "SCR-01", "names wmic.exe"
    if has("RegisterServiceProcess"):
        yield "API-02", "names RegisterServiceProcess"
    if {f for m, f in pe.imports if m == "shell32.dll" and f.startswith("FileMenu_")}:
        yield "API-03", "calls the file menu"
    if has("dplayx.dll") or has("dpnet.dll"):
        yield "CMP-07", "names DirectPlay"
    if {f for m, f in pe.imports if m == "p2p.dll" and f.startswith("PeerPnrp")} or "msajapi.dll" in modules:
        yield "CMP-17", "PNRP or AllJoyn"
    if "idapi32.dll" in modules or has("idapi32.dll") or has("idapi32.cfg"):
        yield "CMP-13", "names the Borland engine"
    if modules & {"oci.dll", "ociw32.dll"} and pe.machine == "x86" and not x86:
        yield "CMP-16", "a client of Oracle"
    if has("MSXML2.DOMDocument.4.0") or has("msxml4.dll"):
        yield "CMP-15", "names MSXML 4"
    if has("msjava.dll"):
        yield "CMP-19", "names msjava.dll"
    if clr and program:
        if clr["metadata"].startswith("v1"):
            yield "NET-01", "metadata " + clr["metadata"]
        if clr["metadata"].startswith("v2"):
            yield "NET-02", "metadata " + clr["metadata"]
    if clr and not clr["il-only"] and clr["metadata"][:2] in ("v1", "v2"):
        yield "NET-05", "mixed"
    if clr and clr["metadata"].startswith("v2") and re.search(rb"HttpWebRequest|SoapHttpClientProtocol|SslStream|SmtpClient", data):
        yield "NET-06", "speaks to servers"
    if base == "mscomctl.ocx" and pe.version_strings().get("FileVersion", "").startswith("6.00"):
        yield "VB-03", "MSCOMCTL " + pe.version_strings()["FileVersion"]
    if pe.is_dll and pe.machine == "x86" and not x86 and "DllGetClassObject" in pe.exports and (has("shellex\\") or has("Shell Extensions\\Approved")):
        yield "BIT-10", "an extension of Explorer"
    if pe.machine == "x86" and not x86 and pe.is_dll and {f for f in called if f.startswith("SetWindowsHookEx")} and any(s[5] & 0x10000000 for s in pe.sections):
        yield "BIT-11", "a hook in a shared section"
    if "CreateRemoteThread" in called and pe.machine == "x86" and not x86:
        yield "BIT-11", "threads in other processes"
    if pe.signature:
        at, size = pe.dirs[4]
        blob = data[at:at + size]
        if bytes.fromhex("0609608648016503040201") not in blob:
            yield "SEC-04", "signature without SHA-256"
    if program and pe.characteristics & 1:
        yield "SEC-02", "no relocations"
    if program and pe.machine == "x86" and not pe.dll_characteristics & 0x100 and (any(s[5] & 0xA0000000 == 0xA0000000 for s in pe.sections) or "atl.dll" in modules):
        yield "SEC-01", "runs data"


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20261126
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["file", "target", "expected", "why"])
    shared = os.path.join(os.environ.get("SHOAL_SHARED_DATA", os.path.join(sample.root, "..", "shared", "data")), "packages")
    with tempfile.TemporaryDirectory() as folder:
        found = sample.places(folder, shared)
        for name, target in sample.chosen(found, seed):
            with open(found[name], "rb") as file:
                data = file.read()
            seen = {}
            try:
                pe = reading.Pe(data)
                for rule, what in on_pe(name, data, pe, target):
                    seen.setdefault(rule, what)
                why = f"{pe.machine} {'library' if pe.is_dll else 'driver' if pe.subsystem == 1 else 'program'}"
            except ValueError:
                why = "no program"
            why += "".join(f"; {rule}: {what}" for rule, what in sorted(seen.items()))
            out.writerow([name, target, " ".join(sorted(seen)), why])


if __name__ == "__main__":
    main()
