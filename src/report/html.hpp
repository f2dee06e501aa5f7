// HTML by type: text can never become markup.
//
// Names of tags and attributes, and style sheets, must stand in our source: their types can only be made by the
// compiler. Everything else is escaped on its way out, and every element that is opened is closed. Names of devices and
// files come from outside; this is the one place that has to be right for them to be harmless.
#pragma once

#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>

namespace shoal::report {

/// A piece of our own source, written as it is.
class Literal {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal in a call is what it is for
  consteval Literal(const char* text) : text_(text) {}
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// The name of a tag or an attribute: letters, digits and hyphens, or it does not compile.
class Name {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): as above
  consteval Name(const char* text) : text_(text) {
    for (const char c : text_)
      if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-')
        throw "a name holds letters, digits and hyphens only";
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// One attribute. The value is escaped.
struct Attribute {
  Name name;
  std::string value;
};
using Attributes = std::initializer_list<Attribute>;

/// `text` as it may stand between tags and in attribute values: the five special characters escaped. What no reader
/// should see becomes U+FFFD: bytes that are no UTF-8, control characters other than tab and line end, and those that
/// turn the direction of what follows.
std::string escaped(std::string_view text);

/// Writes one document piece by piece to a stream, which must outlive it.
class Html {
 public:
  /// An element that is open; it is closed when this goes out of scope.
  class [[nodiscard]] Element {
   public:
    Element(const Element&) = delete;
    Element& operator=(const Element&) = delete;
    ~Element();

   private:
    friend class Html;
    Element(std::ostream& out, Name tag) : out_(out), tag_(tag) {}
    std::ostream& out_;
    Name tag_;
  };

  explicit Html(std::ostream& out) : out_(out) {}
  Html(const Html&) = delete;
  Html& operator=(const Html&) = delete;

  /// The document type; before anything else.
  void begin();
  Element in(Name tag, Attributes attributes = {});
  /// An element with nothing in it, such as meta or rect.
  Html& empty(Name tag, Attributes attributes = {});
  /// An element with text in it.
  Html& element(Name tag, std::string_view text, Attributes attributes = {});
  Html& text(std::string_view text);
  /// A line end, where a person who reads the source wants one.
  Html& line();
  /// A style sheet, and rules of ours about `told`, a text that stands in `rule` where it has '%': as a CSS string.
  void style(Literal sheet, Literal rule, std::string_view told);

 private:
  void open(Name tag, Attributes attributes);

  std::ostream& out_;
};

}  // namespace shoal::report
