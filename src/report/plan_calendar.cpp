#include "report/plan_calendar.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "report/figures.hpp"

namespace shoal::report {
namespace {

using plan::never;
using plan::Week;

constexpr std::size_t line_octets_max = 75;  // RFC 5545, 3.1.
constexpr std::size_t names_told = 200;

/// Text as a property's value: RFC 5545, 3.3.11.
std::string calendar_text(const std::string& text) {
  std::string made;
  for (const char c : printable(text)) {
    if (c == '\\' || c == ';' || c == ',') made += '\\';
    made += c;
  }
  return made;
}

/// One line, folded where it is too long, and never within a character of UTF-8.
void write_line(std::ostream& out, const std::string& line) {
  std::size_t begin = 0, room = line_octets_max;
  while (line.size() - begin > room) {
    std::size_t end = begin + room;
    while ((static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80) end--;
    out << line.substr(begin, end - begin) << "\r\n ";
    begin = end;
    room = line_octets_max - 1;
  }
  out << line.substr(begin) << "\r\n";
}

std::string date_text(Day day) {
  std::string text = to_string(day);
  std::erase(text, '-');
  return text;
}

class PlanCalendar {
 public:
  PlanCalendar(const PlanAnswer& answer, std::ostream& out) : answer_(answer), out_(out) {}

  void write() {
    for (const char* line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//shoal//plan//EN", "CALSCALE:GREGORIAN"})
      write_line(out_, line);
    write_waves();
    write_applications();
    write_line(out_, "END:VCALENDAR");
  }

 private:
  struct Event {
    std::string uid, summary, description;
    Day begins, ends;  // The day behind the last one.
  };

  void write_event(const Event& event) {
    write_line(out_, "BEGIN:VEVENT");
    write_line(out_, "UID:" + event.uid + "@shoal");
    write_line(out_, "DTSTAMP:" + date_text(answer_.programme.begins) + "T000000Z");
    write_line(out_, "DTSTART;VALUE=DATE:" + date_text(event.begins));
    write_line(out_, "DTEND;VALUE=DATE:" + date_text(event.ends));
    write_line(out_, "SUMMARY:" + calendar_text(event.summary));
    if (!event.description.empty()) write_line(out_, "DESCRIPTION:" + calendar_text(event.description));
    write_line(out_, "END:VEVENT");
  }

  void write_waves() {
    std::map<std::pair<Week, std::string>, std::vector<std::size_t>> waves;
    for (std::size_t i = 0; i < answer_.week_of.size(); i++)
      if (answer_.week_of[i] != never) waves[{answer_.week_of[i], answer_.programme.devices[i].site}].push_back(i);
    std::size_t number = 0;
    for (const auto& [key, devices] : waves) {
      std::string names;
      for (std::size_t i = 0; i < std::min(devices.size(), names_told); i++)
        names += (i > 0 ? ", " : "") + answer_.programme.devices[devices[i]].name;
      if (devices.size() > names_told) names += " and " + std::to_string(devices.size() - names_told) + " more";
      const Day begins = plan::day_of(key.first, answer_.programme.begins);
      write_event({"wave-" + std::to_string(number++),
                   counted(devices.size(), "device moves", "devices move") + " at " + key.second, names, begins,
                   begins + std::chrono::days(7)});
    }
  }

  void write_applications() {
    const plan::Problem& problem = answer_.prepared.problem;
    for (std::size_t t = 0; t < problem.teams.size(); t++)
      for (const plan::ApplicationIndex a : answer_.plan.order.teams[t]) {
        const Week ready = answer_.plan.ready[a];
        if (ready == never) continue;
        const Day ends = plan::day_of(ready + 1, answer_.programme.begins);
        write_event({"application-" + std::to_string(a),
                     problem.applications[a].name + " is ready (" + problem.teams[t].name + ")", "",
                     ends - std::chrono::days(1), ends});
      }
  }

  const PlanAnswer& answer_;
  std::ostream& out_;
};

}  // namespace

void write_plan_calendar(const PlanAnswer& answer, std::ostream& out) { PlanCalendar(answer, out).write(); }

}  // namespace shoal::report
