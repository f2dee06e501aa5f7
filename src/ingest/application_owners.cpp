#include "ingest/application_owners.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace shoal::ingest {
namespace {

using estate::ApplicationOwners;
using estate::OwnedApplication;

enum OwnersColumn : std::size_t { application, owner, criticality, personal_data, column_count };
constexpr std::string_view owners_headers[] = {"application", "owner", "criticality", "personal_data"};

constexpr std::size_t set_aside_max = 1000;

Error bad_owners(const std::string& what) { return Error{ErrorKind::invalid_input, "ingest.bad_owners", what}; }

class OwnersReader {
 public:
  OwnersReader(std::string_view text, const std::string& place) : csv_(text, separator_of(text)), place_(place) {}

  Result<ApplicationOwners> read() {
    SHOAL_TRY(read_headers());
    for (;;) {
      const auto next = csv_.next(row_);
      if (!next) {
        made_.set_aside.push_back({place_, "ingest.broken_row", next.error().message});
      } else if (!*next) {
        break;
      } else if (const auto kept = keep_row(); !kept) {
        made_.set_aside.push_back(
            {place_, "ingest.broken_row", "line " + std::to_string(row_.line) + ": " + kept.error().message});
      }
      bound();
    }
    return std::move(made_);
  }

 private:
  static char separator_of(std::string_view text) {
    const std::string_view first = text.substr(0, text.find('\n'));
    return first.find(',') == first.npos && first.find(';') != first.npos ? ';' : ',';
  }

  Result<void> read_headers() {
    at_.fill(row_.fields.max_size());
    const bool any = SHOAL_TRY(csv_.next(row_));
    for (std::size_t i = 0; any && i < row_.fields.size(); i++) {
      const std::string header = lower_ascii(trimmed(row_.fields[i]));
      const auto known = std::find(std::begin(owners_headers), std::end(owners_headers), header);
      if (known == std::end(owners_headers)) {
        made_.ignored.emplace_back(trimmed(row_.fields[i]));
        continue;
      }
      std::size_t& at = at_[static_cast<std::size_t>(known - owners_headers)];
      if (at < row_.fields.size()) return bad_owners("line 1: two columns are headed " + header);
      at = i;
    }
    cells_ = any ? row_.fields.size() : 0;
    for (std::size_t i = 0; i < column_count; i++)
      if (at_[i] >= cells_)
        return bad_owners("line 1: no column is headed " + std::string(owners_headers[i]) +
                          "; the first line has application,owner,criticality,personal_data");
    return {};
  }

  std::string cell(OwnersColumn column) const { return std::string(trimmed(row_.fields[at_[column]])); }

  // Errors say what is wrong with the row; their code is of no matter.
  Result<void> keep_row() {
    if (row_.fields.size() == 1 && trimmed(row_.fields[0]).empty()) return {};
    if (row_.fields.size() != cells_)
      return bad_owners(std::to_string(row_.fields.size()) + " cells under " + std::to_string(cells_) + " headers");
    OwnedApplication row{cell(application), cell(owner), cell(criticality), std::nullopt, row_.line};
    const std::string key = estate::application_key(row.application);
    if (key.empty()) return bad_owners("no application is named");
    const std::string personal = cell(personal_data);
    if (!personal.empty()) {
      row.personal_data = equal_ignoring_case(personal, "yes");
      if (!*row.personal_data && !equal_ignoring_case(personal, "no"))
        return bad_owners("personal_data is neither yes nor no: " + personal);
    }
    if (const auto [earlier, fresh] = lines_.try_emplace(key, row.line); !fresh)
      return bad_owners(row.application + " stands on line " + std::to_string(earlier->second) + " already");
    made_.rows.push_back(std::move(row));
    return {};
  }

  // One entry for all beyond the first ones, so that a wrong file cannot fill the memory with sentences.
  void bound() {
    std::vector<estate::SetAside>& all = made_.set_aside;
    if (all.size() <= set_aside_max + 1) return;
    all.pop_back();
    all.back().reason = "further rows, for such reasons";
    all.back().count++;
  }

  CsvReader csv_;
  const std::string& place_;
  CsvRow row_;
  std::array<std::size_t, column_count> at_{};  // Where each column stands.
  std::size_t cells_ = 0;                       // As many as there are headers.
  std::unordered_map<std::string, std::size_t> lines_;
  ApplicationOwners made_;
};

}  // namespace

Result<estate::ApplicationOwners> read_application_owners(std::string_view text, const std::string& place) {
  return OwnersReader(text, place).read();
}

}  // namespace shoal::ingest
