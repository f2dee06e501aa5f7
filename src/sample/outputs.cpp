#include "sample/outputs.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.hpp"
#include "sample/hardware.hpp"

namespace shoal::sample {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

// The labels that systeminfo prints, in its order; the structure is the same in every language.
constexpr std::size_t label_count = 32;
using Labels = std::array<std::string_view, label_count>;
constexpr std::size_t boot_label = 10, type_label = 13, memory_label = 24, cards_label = 31;

constexpr Labels english = {"Host Name:",
                            "OS Name:",
                            "OS Version:",
                            "OS Manufacturer:",
                            "OS Configuration:",
                            "OS Build Type:",
                            "Registered Owner:",
                            "Registered Organization:",
                            "Product ID:",
                            "Original Install Date:",
                            "System Boot Time:",
                            "System Manufacturer:",
                            "System Model:",
                            "System Type:",
                            "Processor(s):",
                            "BIOS Version:",
                            "Windows Directory:",
                            "System Directory:",
                            "Boot Device:",
                            "System Locale:",
                            "Input Locale:",
                            "Time Zone:",
                            "Total Physical Memory:",
                            "Available Physical Memory:",
                            "Virtual Memory: Max Size:",
                            "Virtual Memory: Available:",
                            "Virtual Memory: In Use:",
                            "Page File Location(s):",
                            "Domain:",
                            "Logon Server:",
                            "Hotfix(s):",
                            "Network Card(s):"};
constexpr Labels german = {"Hostname:",
                           "Betriebssystemname:",
                           "Betriebssystemversion:",
                           "Betriebssystemhersteller:",
                           "Betriebssystemkonfiguration:",
                           "Betriebssystem-Buildtyp:",
                           "Registrierter Benutzer:",
                           "Registrierte Organisation:",
                           "Produkt-ID:",
                           "Ursprüngliches Installationsdatum:",
                           "Systemstartzeit:",
                           "Systemhersteller:",
                           "Systemmodell:",
                           "Systemtyp:",
                           "Prozessor(en):",
                           "BIOS-Version:",
                           "Windows-Verzeichnis:",
                           "System-Verzeichnis:",
                           "Startgerät:",
                           "Systemgebietsschema:",
                           "Eingabegebietsschema:",
                           "Zeitzone:",
                           "Gesamter physikalischer Speicher:",
                           "Verfügbarer physikalischer Speicher:",
                           "Virtueller Arbeitsspeicher: Maximale Größe:",
                           "Virtueller Arbeitsspeicher: Verfügbar:",
                           "Virtueller Arbeitsspeicher: Zurzeit verwendet:",
                           "Auslagerungsdateipfad(e):",
                           "Domäne:",
                           "Anmeldeserver:",
                           "Hotfix(es):",
                           "Netzwerkkarte(n):"};
constexpr Labels french = {"Nom de l'hôte:",
                           "Nom du système d'exploitation:",
                           "Version du système:",
                           "Fabricant du système d'exploitation:",
                           "Configuration du système d'exploitation:",
                           "Type de version du système d'exploitation:",
                           "Propriétaire enregistré:",
                           "Organisation enregistrée:",
                           "Identificateur de produit:",
                           "Date d'installation originale:",
                           "Heure de démarrage du système:",
                           "Fabricant du système:",
                           "Modèle du système:",
                           "Type du système:",
                           "Processeur(s):",
                           "Version du BIOS:",
                           "Répertoire Windows:",
                           "Répertoire système:",
                           "Périphérique d'amorçage:",
                           "Option régionale du système:",
                           "Paramètres régionaux d'entrée:",
                           "Fuseau horaire:",
                           "Mémoire physique totale:",
                           "Mémoire physique disponible:",
                           "Mémoire virtuelle\u00a0: taille maximale:",
                           "Mémoire virtuelle\u00a0: disponible:",
                           "Mémoire virtuelle\u00a0: en cours d'utilisation:",
                           "Emplacements des fichiers d'échange:",
                           "Domaine:",
                           "Serveur d'ouverture de session:",
                           "Correctif(s):",
                           "Carte(s) réseau:"};
constexpr Labels russian = {"Имя узла:",
                            "Название ОС:",
                            "Версия ОС:",
                            "Изготовитель ОС:",
                            "Параметры ОС:",
                            "Сборка ОС:",
                            "Зарегистрированный владелец:",
                            "Зарегистрированная организация:",
                            "Код продукта:",
                            "Дата установки:",
                            "Время загрузки системы:",
                            "Изготовитель системы:",
                            "Модель системы:",
                            "Тип системы:",
                            "Процессор(ы):",
                            "Версия BIOS:",
                            "Папка Windows:",
                            "Системная папка:",
                            "Устройство загрузки:",
                            "Язык системы:",
                            "Язык ввода:",
                            "Часовой пояс:",
                            "Полный объем физической памяти:",
                            "Доступная физическая память:",
                            "Виртуальная память: Макс. размер:",
                            "Виртуальная память: Доступна:",
                            "Виртуальная память: Используется:",
                            "Расположение файла подкачки:",
                            "Домен:",
                            "Сервер входа в сеть:",
                            "Исправление(я):",
                            "Сетевые адаптеры:"};

// What differs between languages in the values. "#" stands for the number.
struct Words {
  const Labels* labels;
  std::string_view workstation, server, none, build, processors, megahertz, updates, cards, colon, connection, dhcp;
  std::string_view addresses, locale, zone, group, unit, decimal_day;
};
constexpr Words words_of[languages] = {
    {&english, "Member Workstation", "Member Server", "N/A", "Build", "# Processor(s) Installed.", "Mhz",
     "# Hotfix(s) Installed.", "# NIC(s) Installed.", ":", "Connection Name: Local Area Connection",
     "DHCP Enabled:    No", "IP address(es)", "en-gb;English (United Kingdom)",
     "(UTC+00:00) Dublin, Edinburgh, Lisbon, London", ",", "MB", "/"},
    {&german, "Mitglied der Domäne/Arbeitsstation", "Mitgliedsserver", "Nicht zutreffend", "Build",
     "# Prozessor(en) installiert.", "MHz", "# Hotfix(e) installiert.", "# Netzwerkadapter installiert.", ":",
     "Verbindungsname: LAN-Verbindung", "DHCP aktiviert:  Nein", "IP-Adresse(n)", "de;Deutsch (Deutschland)",
     "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", ".", "MB", "."},
    {&french, "Station de travail membre", "Serveur membre", "N/A", "version", "# processeur(s) installé(s).", "MHz",
     "# Corrections installées.", "# carte(s) réseau installée(s).",
     "\u00a0:", "Nom de la connexion : Connexion au réseau local", "DHCP activé :         Non", "Adresse(s) IP",
     "fr;Français (France)", "(UTC+01:00) Amsterdam, Berlin, Berne, Rome, Stockholm, Vienne", "\u00a0", "Mo", "/"},
    {&russian, "Рядовая рабочая станция", "Рядовой сервер", "Н/Д", "построение", "Число процессоров - #.", "МГц",
     "Число установленных исправлений - #.", "Число сетевых адаптеров - #.", ":",
     "Имя подключения: Подключение по локальной сети", "DHCP включен:    Нет", "IP-адрес", "ru;Русский",
     "(UTC+03:00) Москва, Санкт-Петербург", "\u00a0", "МБ", "."},
};

std::string with_number(std::string_view pattern, std::size_t number) {
  std::string text(pattern);
  text.replace(text.find('#'), 1, std::to_string(number));
  return text;
}

bool is_old(const Device& device) { return device.release->version.starts_with("5."); }

// Letters of a list of updates and its heading, joined by commas, beyond which Windows cuts.
constexpr std::size_t list_letters_max = 4095;
constexpr std::uint64_t x86_memory_max = 3327;  // What Windows for 32 bits sees of 4 GB, in MiB.

std::string label_of(const Device& device, const Labels& labels, std::size_t at) {
  const bool xp = device.release->version == "5.1";
  if (is_old(device) && at == boot_label) return "System Up Time:";
  if (xp && at == type_label) return "System type:";
  if (xp && at == cards_label) return "NetWork Card(s):";
  if (is_old(device) && !xp && at >= memory_label && at < memory_label + 3) {
    constexpr std::string_view server_2003[] = {"Page File: Max Size:", "Page File: Available:", "Page File: In Use:"};
    return std::string(server_2003[at - memory_label]);
  }
  return std::string(labels[at]);
}

std::string written_day(Day day, std::string_view separator) {
  const year_month_day date(day);
  char text[32];
  std::snprintf(text, sizeof text, "%02u%.1s%02u%.1s%04d", static_cast<unsigned>(date.day()), separator.data(),
                static_cast<unsigned>(date.month()), separator.data(), static_cast<int>(date.year()));
  return text;
}

std::string written_time(Random& random) {
  char text[16];
  std::snprintf(text, sizeof text, "%02u:%02u:%02u", static_cast<unsigned>(7 + random.below(11)),
                static_cast<unsigned>(random.below(60)), static_cast<unsigned>(random.below(60)));
  return text;
}

std::string megabytes(std::uint64_t count, const Words& words) {
  std::string text = grouped(count);
  if (const auto comma = text.find(','); comma != std::string::npos) text.replace(comma, 1, words.group);
  return text + " " + std::string(words.unit);
}

std::string entry(std::size_t number, std::string_view colon, std::string_view text) {
  return std::string(number < 10 ? "[0" : "[") + std::to_string(number) + "]" + std::string(colon) + " " +
         std::string(text);
}

std::string update_name(const Device& device, const Installed& update) {
  if (!is_old(device)) return "KB" + std::to_string(update.kb);
  return update.in_image ? "File 1" : "KB" + std::to_string(update.kb) + " - Update";
}

// The heading and the entries, cut where Windows cuts.
std::vector<std::string> update_list(const Device& device, const State& state, const Words& words) {
  std::vector<std::string> lines;
  if (state.updates.empty()) return {std::string(words.none)};
  lines.push_back(with_number(words.updates, state.updates.size()));
  std::size_t used = letters_of(lines.front());
  for (std::size_t i = 0; i < state.updates.size(); i++) {
    std::string line = entry(i + 1, words.colon, update_name(device, state.updates[i]));
    const std::size_t room = list_letters_max - used;
    if (room <= 1) break;
    const std::size_t needed = letters_of(line) + 1;
    if (needed > room) {
      // Every letter of an entry but the French no-break space is one byte, and that one is never torn.
      while (letters_of(line) + 1 > room) {
        line.pop_back();
        while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0x80U) != 0) line.pop_back();
      }
      lines.push_back(std::move(line));
      break;
    }
    used += needed;
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> network_cards(const Device& device, const Words& words) {
  char address[64];
  std::snprintf(address, sizeof address, "10.%u.%u.%u", static_cast<unsigned>(20 + device.number / 64516 % 200),
                static_cast<unsigned>(1 + device.number / 254 % 254), static_cast<unsigned>(1 + device.number % 254));
  return {with_number(words.cards, 1),
          entry(1, words.colon, "Northlight Gigabit Adapter"),
          "      " + std::string(words.connection),
          "      " + std::string(words.dhcp),
          "      " + std::string(words.addresses),
          "      " + entry(1, words.colon, address)};
}

std::string booted(const Device& device, const Words& words, Random& random) {
  if (!is_old(device))
    return written_day(device.last_seen - days(random.below(20)), words.decimal_day) + ", " + written_time(random);
  return std::to_string(random.below(40)) + " Days, " + std::to_string(random.below(24)) + " Hours, " +
         std::to_string(random.below(60)) + " Minutes, " + std::to_string(random.below(60)) + " Seconds";
}

std::string product_id(Random& random) {
  char text[40];
  std::snprintf(text, sizeof text, "%05u-%03u-%07u-%05u", static_cast<unsigned>(random.below(100'000)),
                static_cast<unsigned>(random.below(1000)), static_cast<unsigned>(random.below(10'000'000)),
                static_cast<unsigned>(random.below(100'000)));
  return text;
}

using Values = std::array<std::vector<std::string>, label_count>;

Values values_of(const Estate& estate, const Device& device, const Words& words, Random& random) {
  const lifecycle::Release& release = *device.release;
  const bool old = is_old(device), x86 = device.model->architecture == estate::Architecture::x86;
  const std::string build = std::to_string(release.build);
  const std::string pack =
      release.service_pack > 0 ? "Service Pack " + std::to_string(release.service_pack) : std::string(words.none);
  const std::string windows = old ? "C:\\WINDOWS" : "C:\\Windows";
  const Hardware& machine = hardware_of(estate, device);
  const std::uint64_t memory = machine.memory_mb;
  const std::string text_of_updates = "Northlight NL-2.14, " + written_day(device.image->built, words.decimal_day);
  const auto language = static_cast<std::size_t>(device.image->language);
  const auto one = [](std::string_view value) { return std::vector<std::string>{std::string(value)}; };
  return {one(device.name),
          one(device.model->names[language]),
          one(release.version + "." + build + " " + pack + " " + std::string(words.build) + " " + build),
          one("Microsoft Corporation"),
          one(device.model->server ? words.server : words.workstation),
          one(release.version == "5.1" ? "Uniprocessor Free" : "Multiprocessor Free"),
          one(estate.organisation()),
          one(""),
          one(product_id(random)),
          one(written_day(device.image->built, words.decimal_day) + ", " + written_time(random)),
          one(booted(device, words, random)),
          one("Northlight Computers"),
          one(machine.model),
          one(x86 ? "X86-based PC" : "x64-based PC"),
          {with_number(words.processors, 1),
           entry(1, words.colon,
                 std::string(first_word_of_processor(device)) + " " + std::string(machine.processor) + " ~2594 " +
                     std::string(words.megahertz))},
          one(text_of_updates),
          one(windows),
          one(windows + "\\system32"),
          one("\\Device\\HarddiskVolume1"),
          one(words.locale),
          one(words.locale),
          one(words.zone),
          one(megabytes(std::min(memory, x86 ? x86_memory_max : memory) - 10, words)),
          one(megabytes(memory * 3 / 5, words)),
          one(megabytes(memory * 2, words)),
          one(megabytes(memory * 7 / 5, words)),
          one(megabytes(memory * 3 / 5, words)),
          one("C:\\pagefile.sys"),
          one(estate.domain()),
          one("\\\\" + std::string(device.site->code.substr(0, 3)) + "-DC1"),
          update_list(device, estate.states()[device.state], words),
          network_cards(device, words)};
}

constexpr std::uint64_t output_stream = 1U << 30U;  // Beyond every device's own generator of an estate that is made.

}  // namespace

std::string systeminfo_text(const Estate& estate, const Device& device) {
  const Words& words = words_of[static_cast<std::size_t>(device.image->language)];
  Random random = Random::numbered(estate.request().seed, output_stream + device.number);
  const Values values = values_of(estate, device, words, random);
  std::array<std::string, label_count> labels;
  std::size_t width = 0;
  for (std::size_t i = 0; i < label_count; i++) {
    labels[i] = label_of(device, *words.labels, i);
    width = std::max(width, letters_of(labels[i]) + 1);
  }
  std::string text = "\r\n";
  text.reserve(8192);
  for (std::size_t i = 0; i < label_count; i++) {
    if (device.has(Fault::cut_output) && i == label_count - 2) break;
    text += labels[i];
    text.append(width - letters_of(labels[i]), ' ');
    for (std::size_t line = 0; line < values[i].size(); line++) {
      if (line > 0) text.append(width, ' ');
      text += values[i][line];
      text += "\r\n";
    }
  }
  return text;
}

std::string wmic_qfe_text(const Estate& estate, const Device& device) {
  constexpr std::size_t columns = 11;
  using Row = std::array<std::string, columns>;
  std::vector<Row> rows{{"Caption", "CSName", "Description", "FixComments", "HotFixID", "InstallDate", "InstalledBy",
                         "InstalledOn", "Name", "ServicePackInEffect", "Status"}};
  const bool old = is_old(device);
  for (const Installed& update : estate.states()[device.state].updates) {
    const std::string kb = "KB" + std::to_string(update.kb);
    const year_month_day day(std::max(update.released, device.image->built));
    const std::string installed = std::to_string(static_cast<unsigned>(day.month())) + "/" +
                                  std::to_string(static_cast<unsigned>(day.day())) + "/" +
                                  std::to_string(static_cast<int>(day.year()));
    if (old && update.in_image) {
      rows.push_back({"", device.name, "", "", "File 1", "", "", "", "", kb, ""});
    } else if (old) {
      rows.push_back({"", device.name, "Security Update (" + kb + ")", "Update", kb, "", "Administrator", installed, "",
                      "SP" + std::to_string(device.release->service_pack + 1), ""});
    } else {
      rows.push_back({"http://support.microsoft.com/?kbid=" + std::to_string(update.kb), device.name, "Security Update",
                      "", kb, "", "NT AUTHORITY\\SYSTEM", installed, "", "", ""});
    }
  }
  std::array<std::size_t, columns> widths{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < columns; i++) widths[i] = std::max(widths[i], row[i].size() + 2);
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < columns; i++) {
      text += row[i];
      text.append(widths[i] - row[i].size(), ' ');
    }
    text += "\r\n";
  }
  return text;
}

Encoding encoding_of(const Device& device) {
  const bool russian_output = device.image->language == Language::ru;
  switch (device.site->collector) {
    case Collector::console:
      return russian_output ? Encoding::cp866 : Encoding::cp850;
    case Collector::powershell:
      return Encoding::utf16le;
    case Collector::editor:
      return Encoding::utf8;
    case Collector::ansi:
      break;
  }
  return russian_output ? Encoding::cp1251 : Encoding::cp1252;
}

std::string_view processor_of(const Device& device) {
  return device.model->architecture == estate::Architecture::x86 ? "x86" : "AMD64";
}

}  // namespace shoal::sample
