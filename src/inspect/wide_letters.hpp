// What of bytes is text in UTF-16 of letters that a byte can hold, as these letters alone.
//
// A search for many texts is quick where letters differ, and slow where each second byte is NUL. Most of a program is
// no such text, which is told by where its NULs stand: a few instructions for 64 bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/work.hpp"

namespace shoal::inspect {

/// Letters behind each other, stretch by stretch, with a NUL behind each.
class WideLetters {
 public:
  /// Of all places in `bytes` where at least `letters_min` bytes that are not NUL, at least one, have a NUL behind
  /// each. Takes three steps for each, and ends where none is left; going over the bytes is the caller's to pay.
  WideLetters(std::string_view bytes, std::size_t letters_min, Work& work);

  const std::string& letters() const { return letters_; }
  /// Where in the bytes the letter at this position of letters() stands.
  std::size_t place_of(std::size_t letter) const;

 private:
  void take(std::string_view bytes, std::size_t begin, std::size_t end, std::size_t letters_min);

  struct Stretch {
    std::size_t letter = 0, place = 0;  // Of its first letter: in letters_ and in the bytes.
  };
  std::string letters_;
  std::vector<Stretch> stretches_;
};

}  // namespace shoal::inspect
