// The command that makes an answer again, as a page of it tells it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/console.hpp"

namespace shoal::cli {

class ToldCommand {
 public:
  /// Such as "shoal plan".
  explicit ToldCommand(std::string words) : text_(std::move(words)) {}

  /// A file, or an option that is there or not.
  void add(const std::string& word) { text_ += " " + quoted(word); }
  /// Nothing where the value is empty, which stands for the usual one.
  void add(const std::string& option, const std::string& value) {
    if (value.empty()) return;
    add(option);
    add(value);
  }
  /// The option again for each value.
  void add(const std::string& option, const std::vector<std::string>& values) {
    for (const std::string& value : values) add(option, value);
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace shoal::cli
