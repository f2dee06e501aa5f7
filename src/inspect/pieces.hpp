// Bytes that lie in several places of a file, one behind the other: a stream of a compound file, without a copy of it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace shoal::inspect {

/// Views, in their order. The bytes must outlive it.
class Pieces {
 public:
  Pieces() = default;
  explicit Pieces(std::string_view bytes) { add(bytes); }

  /// Appends; a piece that lies right behind the last one in memory becomes part of it.
  void add(std::string_view piece) {
    if (piece.empty()) return;
    if (!pieces_.empty() && pieces_.back().bytes.data() + pieces_.back().bytes.size() == piece.data()) {
      pieces_.back().bytes = {pieces_.back().bytes.data(), pieces_.back().bytes.size() + piece.size()};
    } else {
      pieces_.push_back({size_, piece});
    }
    size_ += piece.size();
  }

  std::uint64_t size() const { return size_; }

  /// Copies what there is from `at` on, at most `bytes_max`; how many bytes these were.
  std::size_t copy(std::uint64_t at, char* into, std::size_t bytes_max) const {
    std::size_t copied = 0;
    auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), at,
                                  [](std::uint64_t wanted, const Piece& each) { return wanted < each.begin; });
    if (piece != pieces_.begin()) --piece;
    for (; piece != pieces_.end() && copied < bytes_max; ++piece) {
      const std::uint64_t within = at + copied - piece->begin;
      if (within >= piece->bytes.size()) break;
      const std::string_view part = piece->bytes.substr(static_cast<std::size_t>(within), bytes_max - copied);
      std::memcpy(into + copied, part.data(), part.size());
      copied += part.size();
    }
    return copied;
  }

 private:
  struct Piece {
    std::uint64_t begin;
    std::string_view bytes;
  };
  std::vector<Piece> pieces_;
  std::uint64_t size_ = 0;
};

}  // namespace shoal::inspect
