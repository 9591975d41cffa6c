# awk -f presets.awk TIENTO_TTL PRESETS: the presets' turtle.
# awk -v part=manifest -f presets.awk PRESETS: what the manifest says of them.

# ---- the plugin's ports: those that a preset may set, and their defaults ----

/^@prefix/ { next }
/lv2:(Input|Output)Port/ { settable = /lv2:InputPort , lv2:ControlPort/ }
$1 == "lv2:symbol" && settable { symbol = unquoted($2) }
$1 == "lv2:default" && settable { order[++ports] = symbol; defaults[symbol] = $2 }
FILENAME ~ /\.ttl$/ { next }

# ---- the presets ----

/^#/ || NF == 0 { next }
$1 == "leave" { for (i = 2; i <= NF; i++) left[$i] = 1; next }
$1 == "style" { finish(); name = ""; style = $2; split("", shared); next }
$1 == "preset" { finish(); name = $2; next }
{ value = $0; sub(/^[^ ]+ /, "", value) }
name == "" { shared[$1] = value; next }
{ given[$1] = value }
END { finish(); exit failed }

function unquoted(text) { gsub(/"/, "", text); return text }

function finish() {
  if (name != "") {
    printf "\n<urn:tiento:preset:%s>\n  a pset:Preset ;\n  lv2:appliesTo <urn:tiento:plugin> ;\n", name
    printf "  rdfs:label \"%s\" ;\n", given["label"]
    if (part == "manifest") printf "  rdfs:seeAlso <presets.ttl> .\n"
    else describe()
  } else if (part != "manifest" && !begun++) {
    print "@prefix lv2: <http://lv2plug.in/ns/lv2core#> ."
    print "@prefix pset: <http://lv2plug.in/ns/ext/presets#> ."
    print "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    print "@prefix state: <http://lv2plug.in/ns/ext/state#> ."
  }
  split("", given)
}

function value_of(port) {
  return port in given ? given[port] : port in shared ? shared[port] : defaults[port]
}

function describe(  i, port, separator) {
  printf "  rdfs:comment \"%s\" ;\n  pset:bank <urn:tiento:bank:%s> ;\n", given["comment"], style
  printf "  state:state [ <urn:tiento:style> <styles/%s.safetensors> ] ;\n  lv2:port", style
  for (i = 1; i <= ports; i++) {
    port = order[i]
    if (port in left) continue
    printf "%s\n    [ lv2:symbol \"%s\" ; pset:value %s ]", separator, port, value_of(port)
    separator = " ,"
  }
  print " ."
  if (!(style in banks)) {
    printf "\n<urn:tiento:bank:%s>\n  a pset:Bank ;\n  rdfs:label \"%s\" .\n", style, shared["bank"]
    banks[style] = 1
  }
  check(given)
  check(shared)
}

# A port that the plugin has not, or that is to be left, is a mistake here.
function check(values,  key) {
  for (key in values) {
    if (key ~ /^(label|bank|comment)$/ || (key in defaults && !(key in left))) continue
    printf "presets.awk: preset %s: no port %s to set\n", name, key > "/dev/stderr"
    failed = 1
  }
}
