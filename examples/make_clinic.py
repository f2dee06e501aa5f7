#!/usr/bin/env python3
"""make_clinic.py - writes examples/clinic: the inventories of a small clinic that does not exist.

Every name, owner and number of a product or card is made up; the numbers of updates are real. Each device stands there
for one thing that inventories do in practice, which its entry below says. The same bytes come out on every machine:
nothing here draws lots or reads a clock.

usage: make_clinic.py            writes the folder clinic beside this file anew
       make_clinic.py --check    says what in it differs from what would be written; exits 1 if anything does
"""
import pathlib
import shutil
import sys

# The labels of systeminfo in the order in which it prints them. The structure is the same in every language.
ENGLISH = ["Host Name:", "OS Name:", "OS Version:", "OS Manufacturer:", "OS Configuration:", "OS Build Type:",
           "Registered Owner:", "Registered Organization:", "Product ID:", "Original Install Date:",
           "System Boot Time:", "System Manufacturer:", "System Model:", "System Type:", "Processor(s):",
           "BIOS Version:", "Windows Directory:", "System Directory:", "Boot Device:", "System Locale:",
           "Input Locale:", "Time Zone:", "Total Physical Memory:", "Available Physical Memory:",
           "Virtual Memory: Max Size:", "Virtual Memory: Available:", "Virtual Memory: In Use:",
           "Page File Location(s):", "Domain:", "Logon Server:", "Hotfix(s):", "Network Card(s):"]
XP = {"System Boot Time:": "System Up Time:", "System Type:": "System type:", "Network Card(s):": "NetWork Card(s):"}
SERVER_2003 = {"System Boot Time:": "System Up Time:", "Virtual Memory: Max Size:": "Page File: Max Size:",
               "Virtual Memory: Available:": "Page File: Available:", "Virtual Memory: In Use:": "Page File: In Use:"}
GERMAN = ["Hostname:", "Betriebssystemname:", "Betriebssystemversion:", "Betriebssystemhersteller:",
          "Betriebssystemkonfiguration:", "Betriebssystem-Buildtyp:", "Registrierter Benutzer:",
          "Registrierte Organisation:", "Produkt-ID:", "Ursprüngliches Installationsdatum:", "Systemstartzeit:",
          "Systemhersteller:", "Systemmodell:", "Systemtyp:", "Prozessor(en):", "BIOS-Version:",
          "Windows-Verzeichnis:", "System-Verzeichnis:", "Startgerät:", "Systemgebietsschema:",
          "Eingabegebietsschema:", "Zeitzone:", "Gesamter physikalischer Speicher:",
          "Verfügbarer physikalischer Speicher:", "Virtueller Arbeitsspeicher: Maximale Größe:",
          "Virtueller Arbeitsspeicher: Verfügbar:", "Virtueller Arbeitsspeicher: Zurzeit verwendet:",
          "Auslagerungsdateipfad(e):", "Domäne:", "Anmeldeserver:", "Hotfix(es):", "Netzwerkkarte(n):"]
FRENCH = ["Nom de l'hôte:", "Nom du système d'exploitation:", "Version du système:",
          "Fabricant du système d'exploitation:", "Configuration du système d'exploitation:",
          "Type de version du système d'exploitation:", "Propriétaire enregistré:", "Organisation enregistrée:",
          "Identificateur de produit:", "Date d'installation originale:", "Heure de démarrage du système:",
          "Fabricant du système:", "Modèle du système:", "Type du système:", "Processeur(s):", "Version du BIOS:",
          "Répertoire Windows:", "Répertoire système:", "Périphérique d'amorçage:", "Option régionale du système:",
          "Paramètres régionaux d'entrée:", "Fuseau horaire:", "Mémoire physique totale:",
          "Mémoire physique disponible:", "Mémoire virtuelle : taille maximale:", "Mémoire virtuelle : disponible:",
          "Mémoire virtuelle : en cours d'utilisation:", "Emplacements des fichiers d'échange:", "Domaine:",
          "Serveur d'ouverture de session:", "Correctif(s):", "Carte(s) réseau:"]
SPANISH = ["Nombre de host:", "Nombre del sistema operativo:", "Versión del sistema operativo:",
           "Fabricante del sistema operativo:", "Configuración del sistema operativo:",
           "Tipo de compilación del sistema operativo:", "Propiedad de:", "Organización registrada:",
           "Id. del producto:", "Fecha de instalación original:", "Tiempo de arranque del sistema:",
           "Fabricante del sistema:", "Modelo el sistema:", "Tipo de sistema:", "Procesador(es):",
           "Versión del BIOS:", "Directorio de Windows:", "Directorio de sistema:", "Dispositivo de arranque:",
           "Configuración regional del sistema:", "Idioma de entrada:", "Zona horaria:",
           "Cantidad total de memoria física:", "Memoria física disponible:", "Memoria virtual: tamaño máximo:",
           "Memoria virtual: disponible:", "Memoria virtual: en uso:", "Ubicación(es) de archivo de paginación:",
           "Dominio:", "Servidor de inicio de sesión:", "Revisión(es):", "Tarjeta(s) de red:"]

# What differs between languages in the values: configuration of a client, counts, the colon of an entry, a network
# card's lines, the locale, the time zone and how a number of megabytes is written.
WORDS = {
    "en": dict(labels=ENGLISH, workstation="Member Workstation", server="Member Server",
               processors="1 Processor(s) Installed.", updates="{} Hotfix(s) Installed.",
               cards="1 NIC(s) Installed.", colon=":", connection="Connection Name: Local Area Connection",
               dhcp="DHCP Enabled:    No", addresses="IP address(es)", locale="en-gb;English (United Kingdom)",
               zone="(UTC+00:00) Dublin, Edinburgh, Lisbon, London", group=",", unit="MB"),
    "de": dict(labels=GERMAN, workstation="Mitglied der Domäne/Arbeitsstation", server="Mitgliedsserver",
               processors="1 Prozessor(en) installiert.", updates="{} Hotfix(e) installiert.",
               cards="1 Netzwerkadapter installiert.", colon=":", connection="Verbindungsname: LAN-Verbindung",
               dhcp="DHCP aktiviert:  Nein", addresses="IP-Adresse(n)", locale="de;Deutsch (Deutschland)",
               zone="(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", group=".", unit="MB"),
    "fr": dict(labels=FRENCH, workstation="Station de travail membre", server="Serveur membre",
               processors="1 processeur(s) installé(s).", updates="{} Corrections installées.",
               cards="1 carte(s) réseau installée(s).", colon=" :",
               connection="Nom de la connexion : Connexion au réseau local", dhcp="DHCP activé :         Non",
               addresses="Adresse(s) IP", locale="fr;Français (France)",
               zone="(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris", group="\u00a0", unit="Mo"),
    "es": dict(labels=SPANISH, workstation="Estación de trabajo miembro", server="Servidor miembro",
               processors="1 Procesadores instalados.", updates="{} revisión(es) instaladas.",
               cards="1 Tarjetas de interfaz de red instaladas.", colon=":", connection="Nombre de conexión: Ethernet",
               dhcp="DHCP habilitado:    No", addresses="Direcciones IP", locale="es;Español (internacional)",
               zone="(UTC+01:00) Bruselas, Copenhague, Madrid, París", group=".", unit="MB"),
}

# What Windows XP SP3 got until its public support ended, less what newer updates replace.
XP_UPDATES = [int(kb) for kb in """
923561 952004 956572 956844 957097 958644 959426 960803 960859 967723 969059 971557 971657 972270 973904 974318 974392
974571 975467 975558 975713 976323 978338 978706 981322 982132 982665 2115168 2229593 2296011 2347290 2360937 2387149
2393802 2423089 2443105 2478960 2478971 2479943 2483185 2485663 2491683 2506212 2507938 2508429 2509553 2535512 2536276
2544893 2564958 2566454 2570947 2584146 2592799 2603381 2619339 2620712 2646524 2653956 2655992 2659262 2661637 2676562
2686509 2691442 2705219 2707511 2712808 2723135 2727528 2770660 2802968 2807986 2820917 2847311 2850869 2859537 2862330
2862335 2864063 2868038 2868626 2876217 2876331 2884256 2893294 2898715 2900986 2914368 2922229 2929961 2930275 2933528
""".split()]
# The rest of what XP got: Internet Explorer, media, and what the vendor gave to everybody in 2017.
XP_OTHER_UPDATES = [int(kb) for kb in """
952069 954155 954459 961373 969878 973507 973540 973768 973815 973869 975025 975560 977816 977914 978542 978695 979482
979687 981997 2378111 2598479 2631813 2698365 2757638 2780091 2803821 2845142 2916036 2936068 4018466 4019204 4022747
2964358 4024323 4024402 4025218
""".split()]
SERVER_2003_UPDATES = [int(kb) for kb in """
923561 952004 956572 956844 957097 958644 959426 960803 960859 969059 971557 971657 971726 972270 973904 974318 974392
974571 975467 975558 976323 978338 978706 981322 982132 2115168 2229593 2347290 2360937 2387149 2393802 2423089 2443105
""".split()]
WINDOWS_7_UPDATES = [int(kb) for kb in """
2393802 2425227 2479943 2491683 2506212 2509553 2511455 2532531 2535512 2536275 2536276 2544893 2560656 2564958 2570947
2579686 2584146 2585542 2619339 2620704 2621440 2653956 2654428 2655992 2658846 2659262 2660649 2667402 2676562 2685939
2690533 2705219 2709715 2712808 2727528 2743555 2758857 2770660 2807986 2840149 2855844 2862330 2862335 2864058 2864202
2868038 2868626 2872339 2876331 2884256 2893294 2900986 2912390 2957189 2965788 2973201 2978668 2978742 2991963 2992611
2993651 3000483 3003743 3004361 3005607 3010788 3011780 3019978 3020393 3021674 3022777 3030377 3031432 3033889 3035126
""".split()]


def listed(kbs, after=""):
    return [f"KB{kb}{after}" for kb in kbs]


def systeminfo(device, name, version, kbs, *, language="en", server=False, replace=None, system="x64-based PC",
               owner="Harbour Road Clinic", product_id, installed, booted, memory, model, address, declared=None):
    """What systeminfo prints. `kbs` are the entries of the list; `declared` says how many the heading counts where the
    list is cut: its last entry is then the beginning of one, as Windows leaves it."""
    words = WORDS[language]
    labels = [(replace or {}).get(label, label) for label in words["labels"]]
    width = max(len(label) for label in labels) + 1

    def megabytes(count):
        text = f"{count:,}".replace(",", words["group"])
        return f"{text} {words['unit']}"

    def entries(values):
        return [f"[{at:02}]{words['colon']} {value}" for at, value in enumerate(values, 1)]

    family = "x86" if system.startswith("X86") else "Intel64"
    hotfixes = entries(kbs)
    if declared:
        hotfixes.append(f"[{len(kbs) + 1}")
    root = "WINDOWS" if replace else "Windows"
    values = [
        [device], [name], [version], ["Microsoft Corporation"], [words["server" if server else "workstation"]],
        ["Uniprocessor Free" if replace is XP else "Multiprocessor Free"], [owner], [""], [product_id], [installed],
        [booted], ["Northlight Computers"], [model], [system],
        [words["processors"], f"[01]{words['colon']} {family} Family 6 Model 58 Stepping 9 GenuineIntel ~2594 Mhz"],
        ["Northlight NL-2.14, 03.05.2013"], [f"C:\\{root}"], [f"C:\\{root}\\system32"], ["\\Device\\HarddiskVolume1"],
        [words["locale"]], [words["locale"]], [words["zone"]], [megabytes(memory)], [megabytes(memory * 3 // 5)],
        [megabytes(memory * 2)], [megabytes(memory * 7 // 5)], [megabytes(memory * 3 // 5)], ["C:\\pagefile.sys"],
        ["clinic.example"], ["\\\\FILES-1"], [words["updates"].format(declared or len(kbs)), *hotfixes],
        [words["cards"], f"[01]{words['colon']} Northlight Gigabit Adapter", "      " + words["connection"],
         "      " + words["dhcp"], "      " + words["addresses"], f"      [01]{words['colon']} {address}"],
    ]
    lines = [""]
    for label, (first, *rest) in zip(labels, values, strict=True):
        lines.append(f"{label:<{width}}{first}")
        lines += [" " * width + line for line in rest]
    return "\r\n".join(lines) + "\r\n"


def wmic_qfe(device, rows, line_end="\r\n"):
    """What `wmic qfe` prints; `rows` are (HotFixID, ServicePackInEffect, InstalledOn)."""
    columns = ["Caption", "CSName", "Description", "FixComments", "HotFixID", "InstallDate", "InstalledBy",
               "InstalledOn", "Name", "ServicePackInEffect", "Status"]
    table = [columns]
    for name, pack, day in rows:
        described = "" if name == "File 1" else f"Security Update for Windows ({name})"
        table.append(["", device, described, "" if name == "File 1" else "Update", name, "", "" if not day else
                      "Administrator", day, "", pack, ""])
    widths = [max(len(row[at]) for row in table) + 2 for at in range(len(columns))]
    lines = ["".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in table]
    return line_end.join(lines) + line_end


def hidden(kbs):
    """XP and Server 2003 call an update that was there before the service pack "File 1"."""
    return [("File 1", f"KB{kb}", "") for kb in kbs]


def shown(kbs, pack, day):
    return [(f"KB{kb}", pack, day) for kb in kbs]


def utf16(text):
    return b"\xff\xfe" + text.encode("utf-16-le")


def clinic():
    """Path to bytes."""
    files = {}
    xp = dict(version="5.1.2600 Service Pack 3 Build 2600", replace=XP, system="X86-based PC", memory=1014,
              name="Microsoft Windows XP Professional", booted="12 Days, 3 Hours, 41 Minutes, 9 Seconds",
              model="NL Desk 310")

    # Every update named, by the listing beside it: what is missing is missing. The worms of 2017 find it open.
    files["xray/XRAY-1_20261116_systeminfo.txt"] = systeminfo(
        "XRAY-1", kbs=["File 1"] * 40 + listed(XP_UPDATES[40:], " - Update"), product_id="55274-640-0000001-23001",
        installed="14/05/2009, 09:12:44", address="10.20.3.11", **xp).encode("ascii")
    files["xray/XRAY-1_20261116_qfe.txt"] = utf16(wmic_qfe(
        "XRAY-1", hidden(XP_UPDATES[:40]) + shown(XP_UPDATES[40:], "SP4", "6/24/2014")))

    # The list is cut and nothing completes it: what is not named may be there all the same.
    files["xray/XRAY-2_20261116_systeminfo.txt"] = systeminfo(
        "XRAY-2", kbs=["File 1"] * 55 + listed(XP_UPDATES[60:88], " - Update"), declared=141,
        product_id="55274-640-0000002-23002", installed="14/05/2009, 10:02:31", address="10.20.3.12",
        **xp).encode("ascii")

    # All that XP ever got, the two exceptions for worms included, which only ServicePackInEffect names. Nothing is
    # missing, and yet it is not clean: nobody has looked since 2014.
    last = [*XP_UPDATES[60:], *XP_OTHER_UPDATES]
    files["ultrasound/ULTRASOUND-1_20261116_systeminfo.txt"] = systeminfo(
        "ULTRASOUND-1", kbs=["File 1"] * 62 + listed(last, " - Update"), product_id="55274-640-0000003-23003",
        installed="02/02/2010, 15:20:05", address="10.20.3.21", **xp).encode("ascii")
    files["ultrasound/ULTRASOUND-1_20261116_qfe.txt"] = utf16(wmic_qfe(
        "ULTRASOUND-1", hidden([*XP_UPDATES[:60], 4012598, 4500331]) + shown(last, "SP4", "7/11/2017")))

    # Runs the blood analyser. Patched for some years, and then not.
    files["lab/LAB-ANALYSER_20261117_systeminfo.txt"] = systeminfo(
        "LAB-ANALYSER", "Microsoft(R) Windows(R) Server 2003, Standard Edition", "5.2.3790 Service Pack 2 Build 3790",
        listed(SERVER_2003_UPDATES, " - Update"), server=True, replace=SERVER_2003, system="X86-based PC",
        product_id="69712-652-0000004-45004", installed="19/03/2008, 11:19:12",
        booted="201 Days, 0 Hours, 11 Minutes, 27 Seconds", memory=2047, model="NL Rack 120",
        address="10.20.4.10").encode("ascii")
    files["lab/LAB-ANALYSER_20261117_qfe.txt"] = wmic_qfe(
        "LAB-ANALYSER", shown(SERVER_2003_UPDATES, "SP3", "11/23/2010"), "\r\r\n").encode("ascii")

    # German, and the last rollup that was public.
    files["reception/EMPFANG-1_20261116_systeminfo.txt"] = systeminfo(
        "EMPFANG-1", "Microsoft Windows 7 Professional ", "6.1.7601 Service Pack 1 Build 7601",
        listed([*WINDOWS_7_UPDATES, 4534310, 4536952]), language="de", owner="Klinik Hafenstraße",
        product_id="00371-OEM-0000005-00005", installed="15.06.2012, 18:34:33", booted="16.11.2026, 07:44:54",
        memory=8074, model="NL Desk 420", address="10.20.1.15").encode("utf-8")

    # French, as a French console wrote it; nothing since 2016, before the updates became rollups.
    files["radiology/RADIO-LECTURE_20261116_systeminfo.txt"] = systeminfo(
        "RADIO-LECTURE", "Microsoft Windows 7 Entreprise ", "6.1.7601 Service Pack 1 version 7601",
        listed([*WINDOWS_7_UPDATES, 3177186, 3185911]), language="fr", owner="Clinique du Port",
        product_id="00392-918-0000006-85006", installed="29/04/2013, 18:52:20", booted="02/11/2026, 08:10:01",
        memory=4079, model="NL Desk 420", address="10.20.3.31").encode("cp850")

    # Up to date two months before the public end of Windows 10: each later fix is for enrolled devices only.
    # Two that came from one image: one patch state, judged once.
    for number in (1, 2):
        files[f"reception/RECEPTION-{number}_20261116_systeminfo.txt"] = systeminfo(
            f"RECEPTION-{number}", "Microsoft Windows 10 Pro", "10.0.19045 N/A Build 19045",
            listed([5062649, 5015684, 5063709, 5014032, 5063261]), product_id="00330-80000-00007-AA007",
            installed="11/03/2021, 16:40:12", booted="16/11/2026, 07:31:40", memory=16203, model="NL Slim 700",
            address=f"10.20.1.{10 + number}").encode("ascii")

    # Spanish, and only an update of .NET: what the system itself has, nobody can tell from this list.
    files["consulting/CONSULTA-2_20261118_systeminfo.txt"] = utf16(systeminfo(
        "CONSULTA-2", "Microsoft Windows 10 Pro", "10.0.19045 N/D Compilación 19045", listed([5087053]),
        language="es", owner="Clínica del Puerto", product_id="00330-80000-00008-AA008",
        installed="03/09/2020, 12:01:59", booted="18/11/2026, 08:02:13", memory=8066, model="NL Slim 700",
        address="10.20.2.12"))

    # The long-term edition of Windows 10, supported and three years behind: as visible as what is not supported.
    files["pharmacy/PHARMACY-1_20261117_systeminfo.txt"] = systeminfo(
        "PHARMACY-1", "Microsoft Windows 10 Enterprise LTSC", "10.0.17763 N/A Build 17763",
        listed([5032337, 4512577, 5032196, 5032306]), product_id="00425-00000-00009-AA009",
        installed="21/01/2020, 10:15:00", booted="17/11/2026, 06:58:22", memory=8066, model="NL Slim 500",
        address="10.20.5.11").encode("ascii")

    # Somebody stopped the copy halfway: the release is known, its updates are not.
    whole = systeminfo(
        "PHARMACY-2", "Microsoft Windows 8.1 Pro", "6.3.9600 N/A Build 9600", listed([2919355, 5022352]),
        product_id="00261-50000-00010-AA010", installed="08/10/2014, 09:30:27", booted="17/11/2026, 07:03:48",
        memory=4011, model="NL Desk 420", address="10.20.5.12")
    files["pharmacy/PHARMACY-2_20261117_systeminfo.txt"] = whole[:whole.index("Hotfix(s):")].encode("ascii")

    # New hardware, half a year behind, on a version that is no longer supported for this edition since October 2026.
    files["consulting/CONSULT-3_20261118_systeminfo.txt"] = systeminfo(
        "CONSULT-3", "Microsoft Windows 11 Pro", "10.0.26100 N/A Build 26100", listed([5087051, 5089549, 5088467]),
        product_id="00330-50000-00011-AA011", installed="20/02/2025, 14:22:36", booted="18/11/2026, 08:15:02",
        memory=32478, model="NL Slim 900", address="10.20.2.13").encode("utf-8")

    # A server whose public support ended in October 2023, with that month's rollup.
    files["servers/PATIENTS-DB_20261117_systeminfo.txt"] = systeminfo(
        "PATIENTS-DB", "Microsoft Windows Server 2012 R2 Standard", "6.3.9600 N/A Build 9600",
        listed([2919355, 2919442, 3173424, 5031419, 5031003]), server=True, product_id="00252-00000-00012-AA012",
        installed="30/01/2015, 17:45:10", booted="08/11/2026, 02:00:41", memory=32767, model="NL Rack 240",
        address="10.20.0.20").encode("ascii")
    files["servers/FILES-1_20261117_systeminfo.txt"] = systeminfo(
        "FILES-1", "Microsoft Windows Server 2019 Standard", "10.0.17763 N/A Build 17763",
        listed([5041974, 4512577, 5041578, 5041577]), server=True, product_id="00429-00000-00013-AA013",
        installed="12/06/2020, 13:05:55", booted="08/11/2026, 02:10:07", memory=65421, model="NL Rack 260",
        address="10.20.0.10").encode("ascii")

    # What lies about in every folder of inventories.
    files["xray/rack.jpg"] = (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00C\x00" +
                              bytes((at * 37) % 251 for at in range(600)) + b"\xff\xd9")
    files["servers/BACKUP-1_systeminfo.txt"] = b""
    return files


def main():
    folder = pathlib.Path(__file__).parent / "clinic"
    files = clinic()
    if sys.argv[1:] == ["--check"]:
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        differing = sorted(path for path in files.keys() | found.keys() if files.get(path) != found.get(path))
        for path in differing:
            print(f"{folder / path}: not what make_clinic.py writes")
        sys.exit(1 if differing else 0)
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


if __name__ == "__main__":
    main()
