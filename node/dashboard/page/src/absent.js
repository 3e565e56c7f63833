import { addDetailsViewHeaderActionsProcessor, DefaultHeaderAction } from 'headlamp/redux/actionButtonsSlice';
import { setRouteFilter } from 'headlamp/redux/routesSlice';
import { setSidebarItemFilter } from 'headlamp/components/Sidebar/sidebarSlice';
import CustomResourceDefinition from 'headlamp/lib/k8s/crd';
import Ingress from 'headlamp/lib/k8s/ingress';

/** Takes out of Headlamp what needs its own server or, as the search that runs scripts, what this page may not do. */
export function withoutAbsent(dispatch) {
  dispatch(setSidebarItemFilter(item => (item.name === 'advancedSearch' ? null : item)));
  dispatch(setRouteFilter(route => !/portforwards|advanced-search|add-cluster|load-kubeconfig/.test(route.path)));
  // It asks for all the versions that it knows, and the browser complains of each that is not there.
  CustomResourceDefinition.apiVersion = 'apiextensions.k8s.io/v1';
  Ingress.apiVersion = 'networking.k8s.io/v1';
  dispatch(
    addDetailsViewHeaderActionsProcessor({
      id: 'coracle',
      processor: (_, actions) => actions.filter(action => action.id !== DefaultHeaderAction.NODE_DRAIN),
    })
  );
}
