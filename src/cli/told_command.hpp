// The command that makes an answer again, as a page of it tells it.
#pragma once

#include <string>

#include "cli/console.hpp"

namespace shoal::cli {

class ToldCommand {
 public:
  /// "shoal plan" of a file.
  ToldCommand(const std::string& words, const std::string& file) : text_(words + " " + quoted(file)) {}

  /// Nothing where the value is empty, which stands for the usual one.
  void add(const std::string& option, const std::string& value) {
    if (!value.empty()) text_ += " " + option + " " + value;
  }
  /// The same of a value that somebody chose.
  void add_quoted(const std::string& option, const std::string& value) {
    if (!value.empty()) add(option, quoted(value));
  }
  void add(const std::string& word) { text_ += " " + word; }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace shoal::cli
