// What an export of the registry (.reg) says of the machine that it was made on.
//
// The whole of HKEY_LOCAL_MACHINE, one of its hives or a few keys: each says what it has and no more. Keys and values
// are compared ignoring case, and stand in the same places from Windows XP to 11:
//
//  - The release is in SOFTWARE\Microsoft\Windows NT\CurrentVersion. Since Windows 10 the version stands in
//    two numbers, and CurrentVersion stays at 6.3. CurrentBuildNumber comes before CurrentBuild, which XP keeps for
//    something else. UBR is the revision. ProductName is claimed as it stands: on Windows 11 it still begins with
//    "Windows 10" (met by github.com/WinMerge/winmerge/issues/1192 and SCUR0/ForceXtendedUpdated), so that nobody may
//    tell the two apart by their names. The build does, and lifecycle/ asks it.
//  - The architecture is PROCESSOR_ARCHITECTURE of the machine's environment, else what BuildLabEx names. Else a client
//    with a Wow6432Node is x64 (unless it has the WowAA32Node of arm64), and one of whose SOFTWARE all is here and has
//    none is x86. A server could be an Itanium: there a Wow6432Node alone tells nothing.
//  - Installed updates are the keys below CurrentVersion\HotFix and Microsoft\Updates (Windows XP and Server 2003), the
//    packages "Package_for_KB4012598~..." of component based servicing (Vista and later) with a CurrentState of 0x70,
//    installed, or 0x80, permanent (the other states are on the way to those, or superseded: "CBS Servicing States
//    Chart", blogs.technet.microsoft.com/tip_of_the_day, 2015-10-12), and the entries of Uninstall that are named as
//    updates or belong to another entry and have a number in their title.
//  - The list is complete where the key that holds all stands in the export: HotFix on version 5, the packages
//    otherwise. Uninstall lists many updates and never all, and a single key below HotFix or Updates says nothing of
//    its neighbours: from those alone the list is partial. Uninstall without any update says nothing of updates. A
//    rollup package names no update ("Package_for_RollupFix"): it is an entry without a name, unless it is the system's
//    own and the revision is told, which says the same and more.
//  - The installation is MachineGuid of SOFTWARE\Microsoft\Cryptography: made when Windows is, and copied by images
//    that were not prepared for it.
//  - Programs are the entries of Uninstall that have a title and are no updates, hidden ones included.
//
// What protects the machine is claimed only where a value says so. A value that is not there has a default that depends
// on the release and on how it was installed, so its absence is no claim. Policies come before the machine's own
// settings:
//  - the SMBv1 server by SMB1 of LanmanServer\Parameters. The driver mrxsmb10 is the client, and says nothing of it
//    ("How to detect, enable and disable SMBv1, SMBv2, and SMBv3", MicrosoftDocs/windowsserverdocs, 2023-05-18);
//  - Remote Desktop by fDenyTSConnections;
//  - automatic updates by NoAutoUpdate and AUOptions: only 4 installs without anybody asking, 5 leaves it to
//    the machine;
//  - the firewall by EnableFirewall of each profile, and on only if it is on for each that is told;
//  - antivirus by Microsoft's own programs, Windows Defender and, for XP to 7, Microsoft Antimalware: on where the day
//  of
//    its definitions stands (AVSignatureApplied, a FILETIME) and neither DisableAntiSpyware nor
//    DisableRealtimeMonitoring is set. Where they are off, another maker's program may stand in their place, so that is
//    no claim;
//  - disk encryption by BootStatus of BitLockerStatus: 1 where BitLocker protected the system's disk when Windows
//    started. The values of these last two are not documented by Microsoft; several programs that read them agree
//    (itm4n/PrivescCheck of BootStatus; BigFix forum 43967 of the FILETIME; read 2026-11-26).
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "estate/observation.hpp"

namespace shoal::ingest {

/// Reads the UTF-8 `text` of an export that came from `place`: one device.
///
/// `cut_short` is set where the text does not end as exports end, or where lines in it could not be read. `not_before`
/// is the newest day on which something was installed, as far as days can be read in one way; `seen_on` comes from the
/// file name. Of the control sets the current one counts; of an export that names none, the only one.
///
/// Errors, all invalid_input: "ingest.not_an_inventory" where is_registry_text is false or no key is among those above;
/// "ingest.several_devices" where two names or two builds are told; "ingest.too_many_entries".
Result<estate::Observation> read_registry_export(std::string_view text, std::string_view place);

}  // namespace shoal::ingest
