package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// exchangeable are the members of config.json in which a cluster may differ from the template that it is made of.
var exchangeable = []string{"cluster", "hostAddress", "certNames", "certIPs", "certExpiration", "dnsServers", "environment", "ssh", "pki", "template"}

// Adoptable tells why a node that runs with the settings of a template cannot go on with those of a cluster, if it cannot.
func Adoptable(template, cluster *Settings) error {
	var errs []error
	if cluster.Template {
		errs = append(errs, errors.New("template must not be true"))
	}
	a, b := reflect.ValueOf(template).Elem(), reflect.ValueOf(cluster).Elem()
	for i := range a.NumField() {
		name := a.Type().Field(i).Tag.Get("json")
		if !slices.Contains(exchangeable, name) && !equal(a.Field(i), b.Field(i)) {
			errs = append(errs, fmt.Errorf("%s must be %s, the template's", name, text(a.Field(i))))
		}
	}
	if template.PKI.RootCert != cluster.PKI.RootCert { // the clients in the node trust it for as long as they run
		errs = append(errs, errors.New("pki.rootCert must be the template's"))
	}
	return errors.Join(errs...)
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
