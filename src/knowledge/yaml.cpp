#include "knowledge/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <optional>
#include <sstream>
#include <utility>

#include "base/text.hpp"

namespace shoal::knowledge {
namespace {

Error bad_yaml(const YAML::Mark& mark, const std::string& what) {
  return {ErrorKind::invalid_input, "knowledge.bad_yaml",
          "line " + std::to_string(mark.line + 1) + ": " + printable(what)};
}

// Thrown through yaml-cpp to stop it, and caught below.
struct Refused {
  Error error;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { put(mark, YamlNode::Kind::scalar, {}); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, "aliases are not read"); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string& value) override {
    if (!open_.empty() && open_.back().node->kind == YamlNode::Kind::map && !open_.back().key) {
      if (open_.back().node->find(value) != nullptr) refuse(mark, "this key stands there already: " + value);
      open_.back().key = value;
      return;
    }
    put(mark, YamlNode::Kind::scalar, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, YamlNode::Kind::list);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, YamlNode::Kind::map);
  }
  void OnMapEnd() override { open_.pop_back(); }

  YamlNode take() { return std::move(root_); }

 private:
  struct Open {
    YamlNode* node;
    std::optional<std::string> key;  // Of a map, where its value comes next.
  };

  [[noreturn]] static void refuse(const YAML::Mark& mark, const std::string& what) {
    throw Refused{bad_yaml(mark, what)};
  }

  void open(const YAML::Mark& mark, YamlNode::Kind kind) {
    if (open_.size() >= yaml_depth_max) refuse(mark, "deeper than " + std::to_string(yaml_depth_max) + " levels");
    open_.push_back({put(mark, kind, {}), std::nullopt});
  }

  // Only the last child of an open node grows, so that pointers to open nodes stay good.
  YamlNode* put(const YAML::Mark& mark, YamlNode::Kind kind, const std::string& text) {
    if (++nodes_ > yaml_nodes_max) refuse(mark, "more than " + std::to_string(yaml_nodes_max) + " values");
    YamlNode node{kind, static_cast<std::uint32_t>(mark.line + 1), text, {}, {}};
    if (open_.empty()) {
      root_ = std::move(node);
      return &root_;
    }
    Open& parent = open_.back();
    if (parent.node->kind == YamlNode::Kind::list) return &parent.node->items.emplace_back(std::move(node));
    if (!parent.key) refuse(mark, "a key that is no text");
    parent.node->fields.push_back({*std::exchange(parent.key, std::nullopt), std::move(node)});
    return &parent.node->fields.back().value;
  }

  YamlNode root_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const auto& [name, node] : fields)
    if (name == key) return &node;
  return nullptr;
}

Result<YamlNode> read_yaml(std::string_view text) {
  if (text.size() > yaml_bytes_max) return bad_yaml({}, "longer than " + std::to_string(yaml_bytes_max) + " bytes");
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder;
    if (!parser.HandleNextDocument(builder)) return bad_yaml({}, "there is nothing in it");
    YamlNode root = builder.take();
    TreeBuilder second;
    if (parser.HandleNextDocument(second)) return bad_yaml({}, "a second document");
    return root;
  } catch (Refused& refused) {
    return std::move(refused.error);
  } catch (const YAML::Exception& failed) {
    return bad_yaml(failed.mark, failed.msg);
  }
}

}  // namespace shoal::knowledge
