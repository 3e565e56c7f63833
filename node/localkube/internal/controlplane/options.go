package controlplane

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
	cliflag "k8s.io/component-base/cli/flag"
)

// parse sets a component's flags: ours, then the user's, which win.
func parse(sets cliflag.NamedFlagSets, ours []string, users map[string]string) error {
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	fs.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	for _, f := range sets.FlagSets {
		fs.AddFlagSet(f)
	}
	return fs.Parse(append(ours, Flags(users)...))
}

// Flags writes settings as command line flags, in a stable order.
func Flags(m map[string]string) []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, "--"+strings.TrimLeft(k, "-")+"="+m[k])
	}
	return out
}

// FeatureGates writes feature gates as the value of --feature-gates.
func FeatureGates(m map[string]bool) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, k+"="+strconv.FormatBool(m[k]))
	}
	return strings.Join(out, ",")
}
