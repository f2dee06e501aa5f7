// YAML as a tree of bounded size: what rules of readiness are written in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal::knowledge {

struct YamlField;

/// A scalar, a list or a map. Scalars are texts; nothing is guessed of their types.
struct YamlNode {
  enum class Kind : std::uint8_t { scalar, list, map };
  Kind kind = Kind::scalar;
  std::uint32_t line = 0;         ///< From 1.
  std::string text;               ///< Of a scalar.
  std::vector<YamlNode> items;    ///< Of a list.
  std::vector<YamlField> fields;  ///< Of a map, in the order of the text.

  /// The field of a map, or null.
  const YamlNode* find(std::string_view key) const;
};

/// A key of a map and what stands under it.
struct YamlField {
  std::string key;
  YamlNode value;
};

inline constexpr std::size_t yaml_bytes_max = 256U << 10U;
inline constexpr std::size_t yaml_nodes_max = 20'000;
inline constexpr std::size_t yaml_depth_max = 24;

/// Reads a text of one document.
/// Errors, all invalid_input: "knowledge.bad_yaml" where it is no YAML, has several documents, an alias, a key twice or
/// one that is no scalar, or outgrows a limit; the message has the line.
Result<YamlNode> read_yaml(std::string_view text);

}  // namespace shoal::knowledge
