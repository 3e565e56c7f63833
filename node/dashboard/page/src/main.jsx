import 'headlamp/i18n/config';
// Before all else of Headlamp: its modules import each other in circles, which only this order gets through.
import 'headlamp/components/App/AppLogo';
import './offline';
import { CssBaseline } from '@mui/material';
import { StyledEngineProvider, ThemeProvider } from '@mui/material/styles';
import { QueryClientProvider } from '@tanstack/react-query';
import { PreviousRouteProvider } from 'headlamp/components/App/RouteSwitcher';
import { useCurrentAppTheme } from 'headlamp/components/App/themeSlice';
import { queryClient } from 'headlamp/lib/queryClient';
import { createMuiTheme } from 'headlamp/lib/themes';
import store from 'headlamp/redux/stores/store';
import { SnackbarProvider } from 'notistack';
import React, { useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { BrowserRouter } from 'react-router-dom';
import { Shell } from './Shell';

function Themed({ children }) {
  const current = useCurrentAppTheme();
  const theme = useMemo(() => createMuiTheme(current), [current]);
  return (
    <ThemeProvider theme={theme}>
      <CssBaseline />
      {children}
    </ThemeProvider>
  );
}

createRoot(document.getElementById('root')).render(
  <Provider store={store}>
    <QueryClientProvider client={queryClient}>
      <StyledEngineProvider injectFirst>
        <Themed>
          <SnackbarProvider anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}>
            <BrowserRouter>
              <PreviousRouteProvider>
                <Shell />
              </PreviousRouteProvider>
            </BrowserRouter>
          </SnackbarProvider>
        </Themed>
      </StyledEngineProvider>
    </QueryClientProvider>
  </Provider>
);
