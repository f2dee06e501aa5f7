#include "plan/cover_core.hpp"

#include <algorithm>

namespace shoal::plan {
namespace {

constexpr int reduction_rounds_max = 12;

/// Whether every number of `few` is among `many`; both ascend.
bool contains_all(const std::vector<std::uint32_t>& many, const std::vector<std::uint32_t>& few) {
  if (few.size() > many.size()) return false;
  auto at = many.begin();
  for (const std::uint32_t wanted : few) {
    at = std::lower_bound(at, many.end(), wanted);
    if (at == many.end() || *at != wanted) return false;
  }
  return true;
}

/// A cover while it is being reduced: rows and columns that are still open, each with what is open of the other.
class Reduction {
 public:
  explicit Reduction(const Cover& problem)
      : problem_(problem), need_(problem.need), forced_(problem.columns.size()), columns_of_(need_.size()) {
    for (const Cover::Column& column : problem.columns) {
      rows_of_.push_back(column.rows);
      most_.push_back(column.most);
    }
    refresh();
  }

  void reduce() {
    for (int round = 0; round < reduction_rounds_max; round++) {
      changed_ = false;
      force();
      refresh();
      for (std::uint32_t c = 0; c < rows_of_.size(); c++) drop_if_beaten(c);
      refresh();
      for (std::uint32_t r = 0; r < columns_of_.size(); r++) drop_implied_by(r);
      refresh();
      if (!changed_) return;
    }
  }

  CoverCore core() const {
    CoverCore core;
    std::vector<std::uint32_t> number(need_.size());
    for (std::size_t r = 0; r < need_.size(); r++)
      if (need_[r] > 0) {
        number[r] = static_cast<std::uint32_t>(core.need.size());
        core.need.push_back(need_[r]);
      }
    std::vector<std::uint32_t> rows;
    for (std::uint32_t c = 0; c < rows_of_.size(); c++) {
      if (most_[c] == 0 || rows_of_[c].empty()) continue;
      rows.clear();
      for (const std::uint32_t r : rows_of_[c]) rows.push_back(number[r]);
      core.add(rows, most_[c], problem_.columns[c].weight, c);
    }
    core.forced = forced_;
    core.index();
    return core;
  }

 private:
  /// Leaves out of every list what is no longer open.
  void refresh() {
    for (auto& columns : columns_of_) columns.clear();
    for (std::uint32_t c = 0; c < rows_of_.size(); c++) {
      auto& rows = rows_of_[c];
      if (most_[c] == 0) rows.clear();
      std::erase_if(rows, [&](std::uint32_t r) { return need_[r] <= 0; });
      for (const std::uint32_t r : rows) columns_of_[r].push_back(c);
    }
  }

  /// Takes all columns of each row that needs every one of them.
  void force() {
    for (std::size_t r = 0; r < columns_of_.size(); r++) {
      if (need_[r] <= 0) continue;
      std::int64_t all = 0;
      for (const std::uint32_t c : columns_of_[r]) all += most_[c];
      if (all > need_[r]) continue;
      for (const std::uint32_t c : columns_of_[r]) take_all(c);
    }
  }

  void take_all(std::uint32_t c) {
    for (const std::uint32_t r : rows_of_[c]) need_[r] -= most_[c];
    forced_[c] += most_[c];
    most_[c] = 0;
    changed_ = true;
  }

  /// Drops column c if another one covers its rows as well, and as often as they need.
  void drop_if_beaten(std::uint32_t c) {
    const auto& rows = rows_of_[c];
    if (rows.empty()) return;
    const std::uint32_t rarest = *std::min_element(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
      return columns_of_[a].size() < columns_of_[b].size();
    });
    std::int32_t need = 0;
    for (const std::uint32_t r : rows) need = std::max(need, need_[r]);
    for (const std::uint32_t other : columns_of_[rarest]) {
      if (other == c || most_[other] < need || !contains_all(rows_of_[other], rows)) continue;
      if (rows_of_[other].size() == rows.size() && !is_preferred(other, c)) continue;
      most_[c] = 0;
      changed_ = true;
      return;
    }
  }

  /// Of columns with equal rows that each suffice alone, the lighter one, then the first.
  bool is_preferred(std::uint32_t a, std::uint32_t b) const {
    std::int32_t need = 0;
    for (const std::uint32_t r : rows_of_[a]) need = std::max(need, need_[r]);
    if (most_[b] < need) return true;
    const std::int32_t weight_a = problem_.columns[a].weight, weight_b = problem_.columns[b].weight;
    return weight_a != weight_b ? weight_a < weight_b : a < b;
  }

  /// Drops the rows that are covered whenever row r is.
  void drop_implied_by(std::uint32_t r) {
    const auto& columns = columns_of_[r];
    if (need_[r] <= 0 || columns.empty()) return;
    const std::uint32_t shortest =
        *std::min_element(columns.begin(), columns.end(),
                          [&](std::uint32_t a, std::uint32_t b) { return rows_of_[a].size() < rows_of_[b].size(); });
    for (const std::uint32_t other : rows_of_[shortest]) {
      if (other == r || need_[other] <= 0 || need_[other] > need_[r]) continue;
      if (!contains_all(columns_of_[other], columns)) continue;
      need_[other] = 0;
      changed_ = true;
    }
  }

  const Cover& problem_;
  std::vector<std::int32_t> need_, most_, forced_;
  std::vector<std::vector<std::uint32_t>> rows_of_, columns_of_;
  bool changed_ = false;
};

}  // namespace

void CoverCore::add(std::span<const std::uint32_t> rows, std::int32_t most_taken, std::int32_t weight_of_one,
                    std::uint32_t origin) {
  rows_.insert(rows_.end(), rows.begin(), rows.end());
  row_begins_.push_back(static_cast<std::uint32_t>(rows_.size()));
  most.push_back(most_taken);
  weight.push_back(weight_of_one);
  column_origin.push_back(origin);
}

void CoverCore::index() {
  column_begins_.assign(need.size() + 1, 0);
  for (const std::uint32_t r : rows_) column_begins_[r + 1]++;
  for (std::size_t r = 0; r < need.size(); r++) column_begins_[r + 1] += column_begins_[r];
  columns_.resize(rows_.size());
  auto next = column_begins_;
  for (std::uint32_t c = 0; c < columns(); c++)
    for (const std::uint32_t r : rows_of(c)) columns_[next[r]++] = c;
}

CoverCore reduced(const Cover& problem) {
  Reduction reduction(problem);
  reduction.reduce();
  return reduction.core();
}

CoverCore whole(const Cover& problem) { return Reduction(problem).core(); }

}  // namespace shoal::plan
