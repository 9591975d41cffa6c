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
$1 == "preset" { finish(); name = $2; next }
{ value = $0; sub(/^[^ ]+ /, "", value); given[$1] = value }
END { finish(); exit failed }

function unquoted(text) { gsub(/"/, "", text); return text }

function finish() {
  if (name != "") {
    printf "\n<urn:tiento:preset:%s>\n  a pset:Preset ;\n  lv2:appliesTo <urn:tiento:plugin> ;\n", name
    printf "  rdfs:label \"%s\" ;\n", given["label"]
    if (part == "manifest") printf "  rdfs:seeAlso <presets.ttl> .\n"
    else describe()
  } else if (part != "manifest") {
    print "@prefix lv2: <http://lv2plug.in/ns/lv2core#> ."
    print "@prefix pset: <http://lv2plug.in/ns/ext/presets#> ."
    print "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    print "@prefix state: <http://lv2plug.in/ns/ext/state#> ."
  }
  split("", given)
}

function describe(  bank, i, port, separator) {
  bank = tolower(given["bank"])
  printf "  rdfs:comment \"%s\" ;\n  pset:bank <urn:tiento:bank:%s> ;\n", given["comment"], bank
  printf "  state:state [ <urn:tiento:style> <styles/%s> ] ;\n  lv2:port", given["style"]
  for (i = 1; i <= ports; i++) {
    port = order[i]
    if (port in left) continue
    printf "%s\n    [ lv2:symbol \"%s\" ; pset:value %s ]", separator, port,
      port in given ? given[port] : defaults[port]
    separator = " ,"
  }
  print " ."
  if (!(bank in banks)) {
    printf "\n<urn:tiento:bank:%s>\n  a pset:Bank ;\n  rdfs:label \"%s\" .\n", bank, given["bank"]
    banks[bank] = 1
  }
  check()
}

# A port that the plugin has not, or that is to be left, is a mistake here.
function check(  key) {
  for (key in given) {
    if (key ~ /^(label|bank|comment|style)$/ || (key in defaults && !(key in left))) continue
    printf "presets.awk: preset %s: no port %s to set\n", name, key > "/dev/stderr"
    failed = 1
  }
}
