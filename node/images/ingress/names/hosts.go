package main

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
)

const gatewayAPI = "gateway.networking.k8s.io"

// kinds of objects that name hosts.
var kinds = []schema.GroupVersionResource{
	{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses"},
	{Group: gatewayAPI, Version: "v1", Resource: "gateways"},
	{Group: gatewayAPI, Version: "v1", Resource: "httproutes"},
	{Group: gatewayAPI, Version: "v1", Resource: "grpcroutes"},
}

// trimmed is an object without what nobody here looks at.
func trimmed(o any) (any, error) {
	if u, ok := o.(*unstructured.Unstructured); ok {
		u.SetManagedFields(nil)
		delete(u.Object, "status")
	}
	return o, nil
}

// hostNames are those of all objects, sorted, each once.
func hostNames(stores []cache.Store) []string {
	var names []string
	for _, store := range stores {
		for _, o := range store.List() {
			if u, ok := o.(*unstructured.Unstructured); ok {
				names = append(names, namesOf(u.Object)...)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// namesOf reads the host names of one object of any of the kinds; *.x stands for whatever one label is before x.
func namesOf(object map[string]any) []string {
	var names []string
	add := func(name string) {
		if name != "" {
			names = append(names, strings.ToLower(name))
		}
	}
	each := func(field string, do func(map[string]any)) {
		list, _, _ := unstructured.NestedSlice(object, "spec", field)
		for _, element := range list {
			if m, ok := element.(map[string]any); ok {
				do(m)
			}
		}
	}
	text := func(field string) func(map[string]any) {
		return func(m map[string]any) {
			name, _, _ := unstructured.NestedString(m, field)
			add(name)
		}
	}
	each("rules", text("host"))
	each("listeners", text("hostname"))
	each("tls", func(m map[string]any) {
		list, _, _ := unstructured.NestedStringSlice(m, "hosts")
		for _, name := range list {
			add(name)
		}
	})
	list, _, _ := unstructured.NestedStringSlice(object, "spec", "hostnames")
	for _, name := range list {
		add(name)
	}
	return names
}
