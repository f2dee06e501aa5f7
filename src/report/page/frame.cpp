#include "report/page/frame.hpp"

#include "report/page/parts.hpp"
#include "report/page/sections.hpp"
#include "report/svg.hpp"

namespace shoal::report::page {

void write_head(Html& html, std::string_view title, std::string_view printed, Literal more) {
  const auto head = html.in("head");
  html.empty("meta", {{"charset", "utf-8"}});
  // Nothing may be loaded and nothing run, whatever a name in this page holds.
  html.empty("meta", {{"http-equiv", "Content-Security-Policy"},
                      {"content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.empty("link", {{"rel", "icon"}, {"href", "data:,"}});
  html.element("title", title).line();
  html.style(style_sheet(), print_head(), printed);
  if (!more.text().empty()) html.style(more, "", "");
}

void honesty_entry(Html& html, std::string_view name, std::string_view told, std::string_view more) {
  const auto entry = html.in("div");
  html.element("dt", name);
  const auto said = html.in("dd");
  html.text(told);
  if (!more.empty()) html.element("span", more, {{"class", "more"}});
}

void write_degraded(Html& html, std::string_view note) {
  const auto said = html.in("p", {{"class", "degraded"}});
  html.element("strong", "Degraded:").text(" " + std::string(note));
}

void write_contents(Html& html, std::span<const PageSection> sections) {
  const auto contents = html.in("nav", {{"aria-label", "Contents"}});
  const auto list = html.in("ol");
  for (const PageSection& section : sections) {
    const auto item = html.in("li");
    link(html, section.id, section.title);
  }
}

void write_sections(Html& html, std::span<const PageSection> sections) {
  for (std::size_t i = 0; i < sections.size(); i++) {
    const PageSection& section = sections[i];
    const std::string heading = std::string(section.id) + "-heading";
    html.line();
    const auto made =
        html.in("section",
                {{"id", section.id}, {"aria-labelledby", heading}, {"class", section.new_sheet ? "sheet" : "in-line"}});
    html.element("h2", std::to_string(i + 1) + ". " + section.title, {{"id", heading}}).line();
    section.write();
  }
}

void write_document(Html& html, std::string_view title, std::string_view printed, Literal style,
                    const std::function<void()>& header, std::span<const PageSection> sections) {
  html.begin();
  const auto document = html.in("html", {{"lang", "en"}});
  write_head(html, title, printed, style);
  const auto body = html.in("body");
  html.element("a", "Skip to the headlines", {{"href", "#headlines"}, {"class", "skip"}});
  define_fills(html);
  header();
  write_contents(html, sections);
  const auto main = html.in("main");
  write_sections(html, sections);
}

}  // namespace shoal::report::page
