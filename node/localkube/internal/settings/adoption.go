package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// exchangeable are the members of config.json in which a cluster may differ from the node that is to be its own.
var exchangeable = []string{"cluster", "hostAddress", "certNames", "certIPs", "certExpiration", "dnsServers", "ssh", "pki", "template"}

// Adoptable tells why a node that runs with some settings cannot go on with those of another cluster, if it cannot.
func Adoptable(node, cluster *Settings) error {
	var errs []error
	if cluster.Template {
		errs = append(errs, errors.New("template must not be true"))
	}
	if !node.Template && node.Cluster == cluster.Cluster {
		errs = append(errs, errors.New("cluster must be another one than the node's"))
	}
	a, b := reflect.ValueOf(node).Elem(), reflect.ValueOf(cluster).Elem()
	for i := range a.NumField() {
		name := a.Type().Field(i).Tag.Get("json")
		if !exchanged(node, name) && !equal(a.Field(i), b.Field(i)) {
			errs = append(errs, fmt.Errorf("%s must be %s, the node's", name, text(a.Field(i))))
		}
	}
	if node.PKI.RootCert != cluster.PKI.RootCert { // the clients in the node trust it for as long as they run
		errs = append(errs, errors.New("pki.rootCert must be the node's"))
	}
	return errors.Join(errs...)
}

// exchanged also names the environment if there can be no pods: the container runtime is started again for it.
func exchanged(node *Settings, name string) bool {
	return slices.Contains(exchangeable, name) || node.Template && name == "environment"
}

func equal(a, b reflect.Value) bool {
	if k := a.Kind(); (k == reflect.Map || k == reflect.Slice) && a.Len() == 0 && b.Len() == 0 {
		return true
	}
	return bytes.Equal(text(a), text(b))
}

func text(v reflect.Value) []byte {
	b, _ := json.Marshal(v.Interface()) // it was made of JSON
	return b
}
